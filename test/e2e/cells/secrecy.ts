import { expect } from '@jest/globals';
import { canary, planted } from '../canary.ts';
import { core } from '../cluster.ts';
import type { Stage } from './stage.ts';
import { processorOf, Trial } from './trial.ts';

/** What a processor can see from inside: files by their paths, all variables of all processes, and whether it can write to its volume. */
const spy = `const fs = require('fs'), path = require('path');
const attempt = (look) => { try { return look(); } catch (error) { return error.code; } };
const files = (folder) => { const all = attempt(() => fs.readdirSync(folder, { withFileTypes: true })); return Array.isArray(all) ? all.flatMap((one) => one.isDirectory() ? files(path.join(folder, one.name)) : [path.join(folder, one.name)]) : []; };
const secrets = [...files('/var/run/secrets'), ...files('/run/secrets')].filter((file, n, all) => all.indexOf(file) === n);
const processes = fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
const environs = processes.map((id) => attempt(() => fs.readFileSync('/proc/' + id + '/environ', 'utf8'))).join();
const token = attempt(() => fs.readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/token', 'utf8'));
const user = token.includes('.') ? JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).sub : token;
const read = [...files('/event'), ...secrets, ...files('/etc'), ...files('/tmp')].map((file) => attempt(() => fs.readFileSync(file, 'latin1'))).join();
const volume = attempt(() => fs.readdirSync('/event'));
const written = attempt(() => fs.writeFileSync('/event/x', ''));
const overwritten = attempt(() => fs.writeFileSync('/event/message', ''));
tell({ spied: { secrets, processes: processes.length, user, volume, written, overwritten, broker: [environs, read].join().includes('${canary.password}') || Object.keys(env).filter((name) => /^(AMQP|EVENT_JOBS)_/.test(name)).length > 0 } });`;

interface Spied {
  secrets: string[];
  processes: number;
  user: string;
  volume: string[] | string;
  written: string;
  overwritten: string;
  broker: boolean;
}

/** A processor looks for what is not its own: the broker's login and the launcher's token. */
export const secrecy = (stage: Stage) =>
  Trial.run(stage, 'spy', async (trial) => {
    const inJob = stage.cell.runner === 'job';
    const [namespace, name] = [stage.namespace.name, 'worker'];
    if (inJob) await core.createNamespacedServiceAccount({ namespace, body: { metadata: { name } } });
    await trial.configure({ ...processorOf(spy), ...(inJob && { serviceAccount: name }) });
    await trial.queue.publish(planted('x'));
    await trial.settled(1);
    const [told] = (await trial.told()) as unknown as { spied: Spied }[];
    expect(told?.spied).toMatchObject({ broker: false, processes: 1 });
    if (inJob) {
      expect(told?.spied).toMatchObject({ user: `system:serviceaccount:${namespace}:${name}`, volume: 'ENOENT' });
    } else {
      expect(told?.spied).toMatchObject({
        secrets: [],
        user: 'ENOENT',
        written: 'EROFS',
        overwritten: expect.stringMatching(/^(EROFS|EACCES)$/),
      });
      expect(told?.spied.volume).toEqual(expect.arrayContaining(['handover', 'message', 'outcome']));
    }
    expectOwnMounts(trial);
  });

/** The message's volume is the launcher's and the processor's, its token and the broker's files the launcher's alone. */
function expectOwnMounts(trial: Trial): void {
  for (const { spec } of trial.podsOf(trial.launcherJobs())) {
    const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
    const mounting = (volume: string) =>
      containers.filter(({ volumeMounts }) => volumeMounts?.some(({ name }) => name === volume)).map(({ name }) => name);
    expect(mounting('event')).toEqual(['launcher', trial.stage.cell.runner === 'exec' ? 'processor' : 'handover']);
    expect(mounting('token')).toEqual(['launcher']);
  }
}
