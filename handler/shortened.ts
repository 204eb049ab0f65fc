import { StringDecoder } from 'node:string_decoder';

const ellipsis = '…';

/** The text in at most so many bytes of UTF-8, cut between two characters. */
export function shortened(text: string, bytes: number): string {
  const whole = Buffer.from(text);
  if (whole.length <= bytes) return text;
  const room = bytes - Buffer.byteLength(ellipsis);
  return room < 0 ? '' : new StringDecoder('utf8').write(whole.subarray(0, room)) + ellipsis;
}
