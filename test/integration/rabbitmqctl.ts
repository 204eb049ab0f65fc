import { execFileSync } from 'node:child_process';

/** On the suite's broker. */
export function rabbitmqctl(...args: string[]): void {
  execFileSync('test/broker/broker', ['ctl', process.env.EVENT_JOBS_TEST_BROKER ?? '', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
