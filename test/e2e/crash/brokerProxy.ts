import { connect, createServer, type Server, type Socket } from 'node:net';
import { address } from '../../broker/queue.ts';
import { Frames } from './amqpFrames.ts';
import type { Steps } from './steps.ts';

/** Between launchers and the broker: every frame of either side is a step. `current` is asked for each connection. */
export function brokerProxy(current: () => Steps): Server {
  return createServer({ noDelay: true }, (launcher) => {
    const steps = current();
    const broker = connect({ host: address.host, port: address.port, noDelay: true });
    pump(launcher, broker, 'launcher', steps);
    pump(broker, launcher, 'broker', steps);
  });
}

/** What has passed arrives, whatever the end: the connection to the broker is closed behind it, not reset. */
async function pump(from: Socket, to: Socket, side: 'launcher' | 'broker', steps: Steps): Promise<void> {
  const frames = new Frames(side === 'launcher');
  try {
    for await (const chunk of from) {
      for (const { bytes, name } of frames.push(chunk)) {
        if (name !== undefined && !(await steps.pass(`${side}: ${name}`))) return;
        to.write(bytes);
      }
    }
  } catch {
    // A killed launcher's connection is reset.
  } finally {
    to.end();
  }
}
