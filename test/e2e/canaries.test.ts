import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { canariesIn, canary, planted } from './canary.ts';
import { announcementsFile, hasEvidence, logsFolder } from './evidence/evidence.ts';
import { podLogs } from './evidence/podLogs.ts';

/** The last file of the suite (see lastCanaries.js): what all of it has left. */
(hasEvidence ? describe : describe.skip)('of credentials and messages', () => {
  it('nothing is in the logs of launchers and hand-overs', async () => {
    // The last look at the logs may be a second ago.
    await sleep(1500);
    const logs = podLogs(logsFolder, ({ container }) => container === 'launcher' || container === 'handover');
    console.log(`${logs.length} logs of launchers, ${logs.reduce((sum, { text }) => sum + text.length, 0)} bytes`);
    expect(logs.length).toBeGreaterThan(0);
    expect(logs.filter(({ text }) => canariesIn(text).length > 0).map(({ pod, text }) => [pod, canariesIn(text)])).toEqual([]);
  });

  it('nothing is in the events of the cluster and in the termination messages of launchers', () => {
    const lines = readFileSync(announcementsFile, 'utf8').trimEnd().split('\n');
    console.log(`${lines.length} events and termination messages`);
    expect(lines.filter((line) => canariesIn(line).length > 0)).toEqual([]);
  });

  it('a canary is found as it is, in hex and anywhere in base64', () => {
    expect(canariesIn(JSON.stringify(planted('x')))).toEqual(['content', 'name', 'value']);
    expect(canariesIn(Buffer.from(`x ${canary.password}`).toString('hex'))).toEqual(['password']);
    for (const before of ['', 'a', 'ab', 'abc'])
      expect(canariesIn(Buffer.from(`${before}${canary.header}z`).toString('base64'))).toEqual(['header']);
    expect(canariesIn('{"content": "canary"}')).toEqual([]);
  });
});
