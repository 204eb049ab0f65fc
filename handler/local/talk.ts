/** What the user reads: lines of processors as they come, all else on standard error. */

import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Log } from '../log.ts';

export interface Talk {
  /** A line of this program's own. */
  say(text: string): void;
  /** The launcher's log of one Job, by the Job's short name. */
  log(name: string): Log;
  /** Passes a processor's output on, line by line; resolves when it ends. */
  pass(name: string, output: Readable, to: 'out' | 'err'): Promise<void>;
}

/** A terminal's stream knows whether colours are wanted (NO_COLOR). */
export type Output = Writable & { hasColors?: () => boolean };

export interface Streams {
  readonly out: Output;
  readonly err: Output;
}

export function talk({ out, err }: Streams): Talk {
  const write = (to: Output, name: string, text: string) => to.write(`${to.hasColors?.() ? coloured(name) : name} | ${text}\n`);
  return {
    say: (text) => void err.write(`event-jobs local: ${text}\n`),
    log(name) {
      const line = (first: unknown, text?: string) => void write(err, name, `launcher: ${logLine(first, text)}`);
      return { info: line, warn: line, error: line };
    },
    async pass(name, output, to) {
      for await (const line of createInterface({ input: output })) write(to === 'out' ? out : err, name, line);
    },
  };
}

/** The log's fields after its text; a target is in front of the line anyway. */
export function logLine(first: unknown, text?: string): string {
  if (typeof first !== 'object' || first === null) return String(first);
  const fields = Object.entries(first).filter(([name, value]) => name !== 'target' && value !== false);
  const told = fields.map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return told.length === 0 ? (text ?? '') : `${text ?? ''} (${told.join(', ')})`;
}

/** Neighbours should differ; red is left to what the processor colours itself. */
const colours = [36, 33, 32, 35, 34, 96, 93, 92, 95, 94];

function coloured(name: string): string {
  const sum = [...name].reduce((total, character) => (total * 31 + character.charCodeAt(0)) % 65_521, 0);
  return `\u001b[${colours[sum % colours.length]}m${name}\u001b[0m`;
}
