import { Document } from 'yaml';
import { defaults, type Entry } from '../entry/entry.ts';
import { documentation, type Key, keys } from '../schema/keys.ts';

/** What a first entry cannot do without, and the one default that is better narrowed from the beginning. */
export const starter = {
  jobName: 'my-job',
  image: 'library/busybox',
  command: ['sh', '-c', 'echo "$TARGET: $MESSAGE"'],
  messageEnvironment: [],
} as const satisfies Entry;

/** The starter entry, and below it every other key as a comment: what it does, and a line to take the # from. */
export function starterEntry(): string {
  const others = keys.filter((key) => !Object.hasOwn(starter, key));
  return `jobName: ${flow(starter.jobName)}
image: ${flow(starter.image)}
# An exec form: no shell unless it names one, as here. Exit code 0 means that the message is done.
command: ${flow(starter.command)}
# Names of the variables that a message may set; true allows all but those that would change what is run.
messageEnvironment: ${flow(starter.messageEnvironment)}

# All other keys. Take the # from a line that begins with one and no blank.
${others.map(commented).join('')}`;
}

function commented(key: Key): string {
  const { description, usually, examples } = documentation(key);
  const usual = Object.hasOwn(defaults, key) ? defaults[key as keyof typeof defaults] : undefined;
  const shown = usual === undefined || isEmpty(usual) ? examples[0] : usual;
  const otherwise = usually ?? (shown === usual || usual === undefined ? undefined : flow(usual));
  return `\n# ${description}${otherwise === undefined ? '' : ` Default: ${otherwise}.`}\n#${key}: ${flow(shown)}\n`;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** On one line, as one writes it by hand. */
function flow(value: unknown): string {
  return new Document(value).toString({ collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trimEnd();
}
