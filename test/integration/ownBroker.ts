import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A RabbitMQ of one test file's own, to be hurt. */
export class OwnBroker {
  readonly folder = mkdtempSync(join(tmpdir(), 'event-jobs-broker-'));

  /** Returns its ports, by the names that test/broker/broker prints. */
  start(...options: string[]): Record<string, number> {
    const lines = this.run('start', ...options)
      .trim()
      .split('\n');
    return Object.fromEntries(lines.map((line) => line.split('=')).map(([name, value]) => [name, Number(value)]));
  }

  /** `down`, `kill`, `stop` or `ctl`. */
  run(command: string, ...more: string[]): string {
    return execFileSync('test/broker/broker', [command, this.folder, ...more], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  }
}
