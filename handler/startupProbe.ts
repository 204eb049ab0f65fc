/** With completion: what the launcher's startup probe connects to. The pod's main container starts once that has been answered. */
import { createServer } from 'node:net';

/** Listens, on all of the pod's addresses. Rejects where the port is taken. */
export function answerStartupProbe(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(port, resolve);
  });
}
