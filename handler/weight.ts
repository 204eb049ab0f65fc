import { type LaunchSettings, launcherMemory, secretLimit } from './contract.ts';

export type Room = Pick<LaunchSettings, 'maxMessage' | 'runner' | 'acknowledge'>;

/** In bytes: a smaller JSON text has room whatever it is made of. */
const light = 262_144;

/**
 * More commas and opening brackets than this need over a Secret's size to be written: two bytes each at the least, but three together
 * in `[],`; and so do more pairs, of at least four bytes.
 */
const mostMarks = Math.floor(secretLimit / 1.5);
const mostPairs = secretLimit / 4;

/**
 * In bytes, as measured: what the launcher takes by itself, how often it has the text at once as bytes and as strings, and what V8 takes
 * beyond that in the worst cases: `{}`, 126 with its two marks; `"abcd"`, 110 with one; objects of one name each, 288 with two marks.
 */
const cost = { launcher: 62_914_560, copies: 6, mark: 64, string: 48, pair: 112 } as const;

/**
 * Why a JSON text has more values than there is room for, if it has. Told without parsing, which can take fifty times the text's size in
 * memory: out of it the launcher would be killed, again and again.
 */
export function weightFault(text: Buffer, room: Room): string | undefined {
  if (text.length <= light) return undefined;
  const { marks, strings, pairs } = count(text);
  if (isForSecret(room) && (marks > mostMarks || pairs > mostPairs)) return 'has more values than a Secret has room for';
  const memory = cost.launcher + cost.copies * text.length + cost.mark * marks + cost.string * strings + cost.pair * pairs;
  return memory > launcherMemory(room.maxMessage)
    ? 'has more values than the launcher has memory for: launcher.maxMessage sets that'
    : undefined;
}

/**
 * Why a text is too long to be a content, if it is. Told before it is written as JSON, where a control character of one byte takes six: a
 * launcher would be out of memory over it again and again.
 */
export function textFault(text: Buffer, room: Room): string | undefined {
  if (text.length <= light) return undefined;
  const written = writtenLength(text);
  if (isForSecret(room) && written > secretLimit) return 'is longer as JSON than a Secret has room for';
  const memory = cost.launcher + cost.copies * written;
  return memory > launcherMemory(room.maxMessage)
    ? 'is longer as JSON than the launcher has memory for: launcher.maxMessage sets that'
    : undefined;
}

function isForSecret({ runner, acknowledge }: Room): boolean {
  return runner === 'job' || acknowledge === 'dispatch';
}

/** In bytes, without its quotes, as JSON.stringify escapes a text. */
function writtenLength(text: Buffer): number {
  const lengths = Uint8Array.from({ length: 256 }, (_, byte) => JSON.stringify(String.fromCharCode(byte)).length - 2);
  let length = 0;
  for (const byte of text) length += lengths[byte] as number;
  return length;
}

/** Strings; and commas and opening brackets, and colons, that are not in them. Of what is no JSON any number will do. */
function count(text: Buffer): { marks: number; strings: number; pairs: number } {
  let marks = 0;
  let strings = 0;
  let pairs = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at];
    if (byte === quote) {
      if (!inString) strings++;
      inString = !inString;
    } else if (inString && byte === backslash) at++;
    else if (!inString && byte === colon) pairs++;
    else if (!inString && (byte === comma || byte === bracket || byte === brace)) marks++;
  }
  return { marks, strings, pairs };
}

const [quote, backslash, comma, bracket, brace, colon] = Buffer.from(String.raw`"\,[{:`);
