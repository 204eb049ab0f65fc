/** What the API server's own YAML reader refuses in an applied manifest, however it is escaped there. */
const refused = /[\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

/** What is wrong with the characters of a text, wherever it stands in an entry. */
export function unusable(text: string): { problem: string; allowed: string } | undefined {
  if (!text.isWellFormed()) return { problem: 'holds half of a surrogate pair', allowed: 'it must be whole Unicode characters' };
  if (!refused.test(text)) return undefined;
  return { problem: 'holds a character that Kubernetes refuses', allowed: 'U+007F to U+009F but U+0085, U+FFFE and U+FFFF are refused' };
}
