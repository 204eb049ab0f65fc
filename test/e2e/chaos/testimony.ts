import { linesOf, type PodLog } from '../evidence/podLogs.ts';

/** One processor's run, by what it said itself; the times are the node's, in milliseconds. */
export interface Run {
  n: number;
  target: string;
  pod: string;
  began: number;
  ended: number;
  /** Otherwise it was stopped. */
  done: boolean;
}

/** What a launcher did with one message; the times are its own, in milliseconds. */
export interface Pull {
  target: string;
  pod: string;
  pulled: number;
  /** When the broker said that it had the acknowledgement. */
  acknowledged: number | undefined;
  /** Its last line. */
  fellSilent: number;
  said: string[];
}

export function runsIn(logs: readonly PodLog[]): Run[] {
  return logs.flatMap((log) => {
    const said = linesOf(log)
      .filter(({ line }) => line.startsWith('{'))
      .map(({ line }) => JSON.parse(line) as { what: string; n: number; target: string; time: number });
    const [first, last] = [said[0], said.at(-1)];
    if (first === undefined || last === undefined) return [];
    const ended = last.what === 'began' ? Number.POSITIVE_INFINITY : last.time;
    return [{ n: first.n, target: first.target, pod: log.pod, began: first.time, ended, done: said.some(({ what }) => what === 'done') }];
  });
}

interface LauncherLine {
  time: string;
  message: string;
  target?: string;
}

export function pullsIn(logs: readonly PodLog[]): Pull[] {
  return logs.flatMap((log) => {
    const said = linesOf(log).map(({ line }) => JSON.parse(line) as LauncherLine);
    const pulled = said.find(({ message }) => message === 'pulled a message');
    if (pulled?.target === undefined) return [];
    const acknowledged = said.find(({ message }) => message === 'acknowledged the message');
    return [
      {
        target: pulled.target,
        pod: log.pod,
        pulled: Date.parse(pulled.time),
        acknowledged: acknowledged && Date.parse(acknowledged.time),
        fellSilent: Date.parse(said.at(-1)?.time ?? pulled.time),
        said: said.map(({ message }) => message),
      },
    ];
  });
}

export function standDownsIn(logs: readonly PodLog[]): number {
  return logs.filter(({ text }) => text.includes('stood down')).length;
}
