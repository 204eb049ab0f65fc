import { canary as fuzzed } from '../handler/arbitrary/text.ts';

/** What must be in no log of ours, no event and no termination message: planted in messages and in the broker's login. */
const mark = (what: string) => `canary${what}4f9c7d21e8`;

export const canary = {
  content: mark('content'),
  /** A variable's name, and so of characters that one may have. */
  name: mark('name'),
  value: mark('value'),
  header: mark('header'),
  password: mark('password'),
} as const;

/** A message with all of them; more content and variables as a test wants them. */
export function planted(content: string | object = '', environment: Record<string, string> = {}) {
  const whole = typeof content === 'string' ? `${content} ${canary.content}` : { ...content, [canary.content]: canary.content };
  return { content: whole, environment: { ...environment, [canary.name]: canary.value } };
}

/** In base64 a text looks in three ways, as it begins at the first, second or third byte of a group. */
function encoded(text: string): string[] {
  return [0, 1, 2].map((shift) => {
    const groups = Buffer.from('\0'.repeat(shift) + text).toString('base64');
    // The first and the last group may hold a neighbour's bits.
    return groups.slice(4, -4);
  });
}

const traces = Object.entries({ ...canary, fuzz: fuzzed }).flatMap(([what, text]) =>
  [text, Buffer.from(text).toString('hex'), ...encoded(text)].map((trace) => ({ what, trace })),
);

/** Which canaries a text gives away. */
export function canariesIn(text: string): string[] {
  return [...new Set(traces.filter(({ trace }) => text.includes(trace)).map(({ what }) => what))];
}
