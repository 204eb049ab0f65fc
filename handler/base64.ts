/** Undefined for what is not base64 (RFC 4648, padded, without white space). */
export function base64Bytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  // Buffer passes over what is not base64; only what is comes out as it went in.
  return bytes.toString('base64') === text ? bytes : undefined;
}
