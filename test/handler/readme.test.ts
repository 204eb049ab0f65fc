import { describe, expect, it } from '@jest/globals';
import { contractVariables, exitCodes, refusedVariables } from '../../handler/contract.ts';
import { readme, table } from '../readme.ts';

describe('the README', () => {
  it('has every exit code as the launcher and the hand-over program have it', () => {
    const codes = Object.values(exitCodes).map(({ code, permanent, meaning }) => [String(code), permanent ? 'yes' : '', meaning]);
    expect(table('Exit codes', 'code')).toEqual(codes);
  });

  it('has every variable of the contract', () => {
    expect(table('What your program finds', 'variable').map(([name]) => name)).toEqual([
      'ISSUER',
      'TARGET',
      'MESSAGE',
      'CHECKSUM',
      'MESSAGE_FILE',
      'MESSAGE_ID',
      'TRACEPARENT',
    ]);
    expect(contractVariables).toHaveLength(7);
  });

  it('lists every name that a message must not set', () => {
    const listed = /which\s+would change what is run:\n\n([\s\S]*?)\n\n/.exec(readme)?.[1] ?? '';
    expect(listed.split(/,\s+/)).toEqual(refusedVariables.map((name) => `\`${name}\``));
  });
});
