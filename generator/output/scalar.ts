/** One line of printable ASCII that begins with nothing that YAML gives a meaning to. */
const plain = /^[-.]{0,2}[A-Za-z0-9/_$(](?:[ -~]*[!-~])?$/;
/** The end of a key, and the beginning of a comment. */
const inner = /:(?: |$)| #/;
/** What any reader's idea of a number or a date might fit, the old one's and the new one's. */
const numeric = /^(?=.*\d)[-+.\d][-+.,:_\dxoa-f]*$|^e[-+]?\d+$|^[-+._]+$|^\d{4}-\d/i;
const word = /^[-+.]?(?:y|yes|n|no|true|false|on|off|null|inf|nan)$/i;
const printable = /^[ -~]*$/;
/** Some readers take these for a line's end, or for nothing. */
const invisible = /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g;

/** A text on one line: plain where every reader of YAML 1.1 and 1.2 takes it for that text, else in quotes. */
export function textScalar(text: string): string {
  if (isPlain(text)) return text;
  return printable.test(text) && /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : quoted(text);
}

function isPlain(text: string): boolean {
  return plain.test(text) && !inner.test(text) && !numeric.test(text) && !word.test(text);
}

/** JSON's escapes are YAML's too, and only in double quotes are there any. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(invisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const unprintable = /[^\n\t -~\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
/** Blanks at the beginning, which would be indentation, and those at the end of a line or of all, which nobody sees. */
const edges = /^\s|[ \t]\n|\s\s$|[ \t]$/;

/** Whether a text of several lines can stand as it is, as a literal block. */
export function isBlock(text: string): boolean {
  return text.includes('\n') && !edges.test(text) && !unprintable.test(text);
}

/** The old readers take `1e+21` for a text. */
export function numberScalar(number: number): string {
  return String(number).replace(/^(-?\d+)e/, '$1.0e');
}
