import type { QueueEntry } from './entries.ts';

/** An entry whose values are found again in its ScaledJob. */
export const placeholder: QueueEntry = {
  queue: 'the.queue',
  namespace: 'the-namespace',
  jobName: 'the-job-name',
  image: 'the/image',
  imageVersion: 'the-version',
  parallelism: 1_000_001,
  interval: 1_000_002,
  timeout: 1_000_003,
  retries: 1_000_004,
  labels: { 'the-label': '' },
  command: ['the-command'],
  args: ['the-args'],
  environment: { THE_ENVIRONMENT: '' },
  resources: { requests: { cpu: '10001', memory: '10001' }, limits: { cpu: '10001', memory: '10001' } },
};

const scalars = ['queue', 'namespace', 'jobName', 'image', 'imageVersion', 'parallelism', 'interval', 'timeout', 'retries'] as const;

/** A Helm template that makes the placeholder's ScaledJob of each of the values' entries. */
export function chartTemplate(scaledJob: string): string {
  const filled = scalars.reduce((text, key) => text.replaceAll(String(placeholder[key]), `{{ .${key} }}`), scaledJob);
  const whole = blocks.reduce((text, [pattern, template]) => replaced(text, pattern, template), filled);
  return `{{- range .Values.entries }}\n---\n${whole}{{- end }}\n`;
}

/** What stands for a map or a list; INDENT and COLUMN say where it begins. */
const blocks: [pattern: RegExp, template: string][] = [
  [/^( *)the-label: ""\n/gm, 'INDENT{{- toYaml .labels | nindent COLUMN }}\n'],
  [/^( *)- the-command\n/gm, 'INDENT{{- toYaml .command | nindent COLUMN }}\n'],
  [/^( *)- the-args\n/gm, 'INDENT{{- toYaml .args | nindent COLUMN }}\n'],
  [
    /^( *)- name: THE_ENVIRONMENT\n/gm,
    'INDENT{{- range $name, $value := .environment }}\nINDENT- name: {{ $name }}\nINDENT  value: {{ $value | quote }}\nINDENT{{- end }}\n',
  ],
  [/^( *)requests:\n(?:.*"10001"\n){2}.*\n(?:.*"10001"\n){2}/gm, 'INDENT{{- toYaml .resources | nindent COLUMN }}\n'],
  [/\["THE_ENVIRONMENT"\]/g, '{{ keys .environment | sortAlpha | toJson }}'],
];

/** Throws where the ScaledJob does not have it. */
function replaced(text: string, pattern: RegExp, template: string): string {
  const made = text.replaceAll(pattern, (_, indent) => template.replaceAll('INDENT', indent).replaceAll('COLUMN', String(indent.length)));
  if (made === text) throw new Error(`the ScaledJob has nothing like ${pattern}`);
  return made;
}
