/**
 * Whether amqplib can send a header as it came. It decodes an integer beyond 2^53, a text that is not UTF-8 or the name `__proto__` to
 * something else, and its encoder throws at some of what its decoder makes.
 */
export function sendable([name, value]: readonly [string, unknown], depth = 0): boolean {
  return name !== '__proto__' && Buffer.byteLength(name) <= 255 && sendableValue(value, depth);
}

/** No more than the stack has room for, here and in the encoder. */
const deepest = 100;

function sendableValue(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) || Math.abs(value) < 2 ** 50;
  if (typeof value === 'string') return !value.includes('\uFFFD');
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return true;
  if (depth === deepest) return false;
  if (Array.isArray(value)) return value.every((one) => sendableValue(one, depth + 1));
  // amqplib's own notation of a type that JavaScript has not; otherwise a table whose key it would take for that.
  if ('!' in value)
    return value['!'] === 'decimal' || (value['!'] === 'timestamp' && Number.isSafeInteger((value as { value?: unknown }).value));
  return Object.entries(value).every((entry) => sendable(entry, depth + 1));
}
