const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Every character of it, a byte order mark too; undefined for what is not UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
