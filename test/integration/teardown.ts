import { execFileSync } from 'node:child_process';

export default function teardown(): void {
  execFileSync('test/broker/broker', ['stop', process.env.EVENT_JOBS_TEST_BROKER ?? ''], { stdio: 'inherit' });
}
