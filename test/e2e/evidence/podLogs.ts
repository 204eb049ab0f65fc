import { linkSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Between two looks, in milliseconds: every pod lives longer than that after its launcher's end. */
const pause = 1000;

export interface PodLog {
  namespace: string;
  pod: string;
  container: string;
  /** Lines as the container runtime writes them: time, stream, whether the line is whole, text. */
  text: string;
}

/** Has the logs of all containers of the node outlive their pods, as hard links. Returns what ends it. */
export function keepPodLogs(node: string, folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const look = () => linkNew(node, folder);
  const timer = setInterval(look, pause);
  return () => {
    clearInterval(timer);
    look();
  };
}

function linkNew(node: string, folder: string): void {
  const kept = new Set(readdirSync(folder));
  for (const pod of list(node))
    for (const container of list(join(node, pod)))
      for (const file of list(join(node, pod, container))) {
        const name = [pod, container, file].join('_');
        if (!kept.has(name)) link(join(node, pod, container, file), join(folder, name));
      }
}

function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Empty for what the kubelet has removed meanwhile. */
function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** NAMESPACE_POD_UID_CONTAINER_N.log; none of these holds an underscore. */
export function podLogs(folder: string, wanted: (log: Omit<PodLog, 'text'>) => boolean = () => true): PodLog[] {
  return readdirSync(folder).flatMap((file) => {
    const [namespace = '', pod = '', , container = ''] = file.split('_');
    return wanted({ namespace, pod, container }) ? [{ namespace, pod, container, text: readFileSync(join(folder, file), 'utf8') }] : [];
  });
}

/** The lines of one container, put together where the runtime has cut them, with their times in milliseconds. */
export function linesOf({ text }: Pick<PodLog, 'text'>): { time: number; line: string }[] {
  const lines: { time: number; line: string }[] = [];
  let begun = '';
  for (const written of text.split('\n')) {
    const [, time = '', whole, part = ''] = /^(\S+) \S+ ([FP]) (.*)$/.exec(written) ?? [];
    begun += part;
    if (whole !== 'F') continue;
    lines.push({ time: Date.parse(time), line: begun });
    begun = '';
  }
  return lines;
}
