import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One RabbitMQ for the suite, found by the tests through AMQP_HOST and AMQP_PORT; a test that hurts a broker starts its own. */
export default function setup(): void {
  const folder = mkdtempSync(join(tmpdir(), 'event-jobs-broker-'));
  const settings = execFileSync('test/broker/broker', ['start', folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  for (const line of settings.trim().split('\n')) {
    const [name = '', value = ''] = line.split('=');
    process.env[name] = value;
  }
  process.env.EVENT_JOBS_TEST_BROKER = folder;
}
