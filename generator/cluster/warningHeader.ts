/**
 * What the API server remarks on what it does all the same: the texts of a `Warning` header, each `299 - "TEXT"` (RFC 7234, 5.5). Several
 * may stand in one line, with commas.
 */
export function warningTexts(headers: readonly string[]): string[] {
  const warnings = headers.flatMap((header) => [...header.matchAll(/\d{3} [^ ]+ "((?:[^"\\]|\\.)*)"/g)]);
  return warnings.map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1'));
}
