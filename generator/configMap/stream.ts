/** A text that is read by itself, and where in the whole it starts. */
interface Piece {
  piece: string;
  start: number;
}

/** The pieces of a stream of JSON objects without anything between them, as `jq` writes and kubectl reads it; all else is one piece. */
export function texts(whole: string): Piece[] {
  const pieces = /^\s*\{/.test(whole) && /\}\s*\{/.test(whole) ? jsonObjects(whole) : [];
  return pieces.length > 1 && pieces.every(({ piece }) => isJson(piece)) ? pieces : [{ piece: whole, start: 0 }];
}

function jsonObjects(whole: string): Piece[] {
  const pieces: Piece[] = [];
  let [depth, start] = [0, 0];
  for (const { 0: token, index } of whole.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/gs)) {
    if (token === '{') depth++;
    if (token !== '}' || --depth > 0) continue;
    pieces.push({ piece: whole.slice(start, index + 1), start });
    start = index + 1;
  }
  return pieces;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
