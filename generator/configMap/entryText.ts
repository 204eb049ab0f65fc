import type { Entry } from '../entry/entry.ts';
import type { Problem } from '../entry/problem.ts';
import { problemsOf } from '../entry/validate.ts';
import type { Fault } from '../fault.ts';
import { type Blame, blamer, type Subject, textFault } from './blame.ts';
import type { Locate } from './lines.ts';
import type { Reader, TextFault, YamlText } from './yamlText.ts';

export interface EntryReading {
  /** Only where there is no fault. */
  entry?: Entry;
  blame: Blame;
  faults: Fault[];
}

/** A queue entry from its text, or all that is wrong with it. */
export function readEntry(text: string, read: Reader, locate: Locate, subject: Subject): EntryReading {
  const [first = empty(locate), second] = read(text, locate);
  const blame = blamer(first, [], subject);
  const alone = second ? [{ ...several, ...second.start() }] : [];
  if (first.value === undefined || second)
    return { blame, faults: [...(first.value === undefined ? first.faults : []), ...alone].map((one) => textFault(one, subject)) };
  const problems = problemsOf(first.value);
  const faults = [
    ...problems.filter((one) => !merging(first.faults, one)).map((one) => blame(one.path, one.part, one.problem, one.allowed)),
    ...first.faults
      .filter((one) => merging([one], one) || !problems.some((other) => samePart(one, other)))
      .map((one) => textFault(one, subject)),
  ];
  return faults.length > 0 ? { blame, faults } : { entry: first.value as Entry, blame, faults };
}

const several: TextFault = { path: [], part: 'value', problem: 'there is more than one document', allowed: 'one only' };

function empty(locate: Locate): YamlText {
  const start = () => locate(0);
  return { value: null, faults: [], start, place: start, within: () => start };
}

/** Of two that say the same of one scalar, the schema's says more of what to write; but of a merge key only that it is one. */
function merging(faults: readonly TextFault[], { path, part }: Pick<Problem, 'path' | 'part'>): boolean {
  return part === 'key' && path.at(-1) === '<<' && faults.some((one) => samePart(one, { path, part }));
}

function samePart(one: Pick<Problem, 'path' | 'part'>, other: Pick<Problem, 'path' | 'part'>): boolean {
  return one.part === other.part && one.path.length === other.path.length && one.path.every((step, index) => step === other.path[index]);
}
