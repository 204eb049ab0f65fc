import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '../../../generator/entry/validate.ts';

const entry = (more: object) => ({ jobName: 'a', image: 'a', command: ['a'], ...more });

/** Where something is wrong, and what. */
function told(more: object): string[] {
  return problemsOf(entry(more)).map(({ path, part, problem }) => `${part} ${JSON.stringify(path)} ${problem}`);
}

describe('the problems of an entry', () => {
  it('are all told at once, each at its place', () => {
    expect(told({ jobName: 'A', interval: 0, paused: 'no', labels: { TEAM: 7 } })).toEqual([
      'value ["jobName"] "A" is not valid',
      'value ["interval"] 0 is not valid',
      'value ["labels","TEAM"] is a number, where text is expected',
      'value ["paused"] is text',
    ]);
  });

  it('have numbers for the places in a list, and text for those in a map, whatever it looks like', () => {
    expect(told({ args: ['a', 7] })).toEqual(['value ["args",1] is a number, where text is expected']);
    expect(told({ labels: { 1: 7 } })).toEqual(['value ["labels","1"] is a number, where text is expected']);
    expect(told({ environment: { 'a/b~c': 7 } })).toEqual(['value ["environment","a/b~c"] is a number, where text is expected']);
  });

  it('are as many as one rule finds', () => {
    const environment = ['A', 'B', 'A', 'B', 'A'].map((name) => ({ name }));
    expect(told({ environment })).toEqual([
      'value ["environment",2,"name"] "A" is in [0] already',
      'value ["environment",3,"name"] "B" is in [1] already',
      'value ["environment",4,"name"] "A" is in [0] already',
    ]);
    expect(told({ resources: { requests: { cpu: 2, memory: '1Gi' }, limits: { cpu: 1, memory: '1Mi' } } })).toHaveLength(2);
  });

  it('are those of the alternative that the value is of, or else that it is of none', () => {
    expect(told({ environment: { TARGET: 'x' } })).toEqual(['key ["environment","TARGET"] is not for an entry to set']);
    expect(told({ environment: [{ nam: 'A' }] })).toEqual([
      'value ["environment",0,"name"] is missing',
      'key ["environment",0,"nam"] is an unknown key',
    ]);
    expect(told({ environment: 7 })).toEqual(['value ["environment"] 7 is not valid']);
  });

  it('say of what is missing, and of what is unknown, what would be right', () => {
    expect(problemsOf({ image: 'a', comand: ['a'] })).toEqual([
      { path: ['jobName'], part: 'value', problem: 'is missing', allowed: expect.stringContaining('it must be a DNS subdomain') },
      { path: ['comand'], part: 'key', problem: 'is an unknown key', allowed: 'did you mean command?' },
    ]);
    expect(problemsOf(null)).toMatchObject([{ path: [], problem: 'is empty', allowed: expect.stringContaining('jobName and image') }]);
  });

  it('are told of keys whose time has not come only at the top', () => {
    expect(problemsOf(entry({ breaker: {} }))).toMatchObject([{ path: ['breaker'], problem: expect.stringContaining('controller') }]);
    expect(problemsOf(entry({ keep: { breaker: 1 } }))).toMatchObject([{ problem: 'is an unknown key' }]);
  });
});
