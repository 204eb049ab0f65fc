import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { exitCodes } from '../../handler/contract.ts';
import { job } from '../handler/sample.ts';

/** The bundle as the image starts it, without a cluster around it. */
function launcher(settings: unknown) {
  const env = {
    EVENT_JOBS_SETTINGS: JSON.stringify(settings),
    EVENT_JOBS_JOB_NAME: job.name,
    EVENT_JOBS_JOB_UID: job.uid,
    POD_NAMESPACE: job.namespace,
  };
  const { status, stdout } = spawnSync(process.execPath, ['dist/start.cjs'], { env, encoding: 'utf8' });
  // The second line is of the Event, for which there is no API server.
  const [first = ''] = stdout.split('\n');
  return { status, log: JSON.parse(first) };
}

describe('the launcher ends with the code for its settings, and says why,', () => {
  it('where they are of another version', () => {
    const message = 'EVENT_JOBS_SETTINGS is of version 2; this launcher reads version 1; generate the manifests again';
    expect(launcher({ version: 2 })).toMatchObject({ status: exitCodes.settings.code, log: { message } });
  });
});
