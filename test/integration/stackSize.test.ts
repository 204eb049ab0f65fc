import { execFileSync, spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { connectBroker } from '../../handler/broker.ts';
import { overflowed } from '../../handler/stackSize.ts';
import { accessTo, address, Queue } from '../broker/queue.ts';
import { eventually } from '../eventually.ts';
import { launched } from './launching.ts';

/** Publishing it takes such a stack, too. */
function publishDeep(queue: Queue, depth: number): void {
  const { host: hostname, port, username, password } = address;
  const program = `const { connect } = await import('amqplib');
    const connection = await connect(${JSON.stringify({ hostname, port, username, password })});
    const channel = await connection.createConfirmChannel();
    let header = [];
    for (let level = 0; level < ${depth}; level++) header = [header];
    channel.sendToQueue(${JSON.stringify(queue.name)}, Buffer.from('{"content":"x"}'), { headers: { header } });
    await channel.waitForConfirms();
    await connection.close();`;
  execFileSync(process.execPath, ['--stack-size=6000', '--input-type=module', '--eval', program]);
}

it('a message with headers too deep for the stack is back in the queue, and the launcher ends at once as main.ts expects it', async () => {
  const queue = await Queue.declare();
  publishDeep(queue, 13_000);
  const launching = launched({ settings: { queue: queue.name }, connect: () => connectBroker(accessTo(), 'deep') });
  expect(overflowed(await launching.catch((error) => error))).toBe(true);
  await eventually('the broker has put it back', async () => (await queue.ready()) === 1);
  await queue.delete();
});

it('a process begins anew with a larger stack as the same one, and once', () => {
  const program = `import { startWithLargerStack } from './handler/stackSize.ts';
    console.log(JSON.stringify([process.pid, process.execArgv.includes('--stack-size=6000'), process.argv.slice(1), process.env]));
    startWithLargerStack({ info() {} });
    console.log('goes on');`;
  const options = { encoding: 'utf8', env: { A: 'ü b' } } as const;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program, 'an argument'], options);
  const [first = '', second = '', ...rest] = stdout.trim().split('\n');
  const [pid, large, ...others] = JSON.parse(first);
  expect(large).toBe(false);
  expect(JSON.parse(second)).toEqual([pid, true, ...others]);
  expect(rest).toEqual(['goes on']);
});
