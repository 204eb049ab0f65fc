import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { encodeLaunchSettings, exitCodes, type LaunchSettings } from '../../handler/contract.ts';
import { job, settings } from '../handler/sample.ts';

/** The bundle as the image starts it, without a cluster around it. */
function launcher(asked: Partial<LaunchSettings>, environment: Record<string, string> = {}) {
  const env = {
    EVENT_JOBS_SETTINGS: encodeLaunchSettings({ ...settings, ...asked }),
    EVENT_JOBS_JOB_NAME: job.name,
    EVENT_JOBS_JOB_UID: job.uid,
    POD_NAMESPACE: job.namespace,
    ...environment,
  };
  const { status, stdout } = spawnSync(process.execPath, ['dist/launcher.cjs'], { env, encoding: 'utf8' });
  return { status, log: JSON.parse(stdout) };
}

describe('the launcher ends with the code for its settings, and says why,', () => {
  it.each([
    [{ runner: 'job' } as const, 'runner job'],
    [{ acknowledge: 'completion' } as const, 'acknowledge completion'],
    [{ contentSchema: { type: 'object' } } as const, 'contentSchema'],
  ])('where they ask for what it has not learnt yet: %j', (asked, what) => {
    const message = `this version of the launcher cannot do this yet: ${what}`;
    expect(launcher(asked)).toMatchObject({ status: exitCodes.settings.code, log: { exit: 'settings', message } });
  });

  it('where there is neither a password nor a client certificate', () => {
    const broker = { ...settings.broker, tls: true };
    const log = { message: 'AMQP_USERNAME is not set' };
    expect(launcher({ broker })).toMatchObject({ status: exitCodes.settings.code, log });
  });
});
