/** JSON in and out; what is neither is a message's fault, and so is what there is no room for. */
import { type Room, weightFault } from './weight.ts';

type Bad = { readonly bad: string };

/** Without a byte order mark, which RFC 8259 lets a reader pass over. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** `what`: how a reason calls it. */
export function parseJson(bytes: Buffer, room: Room, what = 'the message'): { value: unknown } | Bad {
  const heavy = weightFault(bytes, room);
  if (heavy !== undefined) return { bad: `${what} ${heavy}` };
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return { bad: `${what} is not UTF-8` };
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { bad: `${what} is not JSON` };
  }
}

/** V8 parses any depth, but writes by recursion: undefined for what is nested too deeply. */
export function writeJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a content may be. */
export function isContent(value: unknown): boolean {
  return typeof value === 'string' || (typeof value === 'object' && value !== null);
}
