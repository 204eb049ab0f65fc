import { expect, it } from '@jest/globals';
import { processorEnvironment } from '../../../handler/local/environment.ts';

const machine = {
  PATH: '/bin',
  HOME: '/home/me',
  LC_ALL: 'C',
  AMQP_PASSWORD: 'secret',
  AWS_SECRET_ACCESS_KEY: 'secret',
  MESSAGE: 'mine',
  TZ: undefined,
};
const nothing = { run: new Map<string, string>(), unset: [] };

it('gives a command what it needs to run here, and nothing else of the user’s', () => {
  expect(processorEnvironment(machine, new Map(), nothing)).toEqual({ PATH: '/bin', HOME: '/home/me', LC_ALL: 'C' });
});

it('lets the entry’s variables replace the machine’s, and the message’s come last', () => {
  const outcome = { run: new Map([['MESSAGE', '1']]), unset: ['MESSAGE_ID'] };
  expect(
    processorEnvironment(
      machine,
      new Map([
        ['PATH', '/opt'],
        ['MESSAGE_ID', 'image'],
      ]),
      outcome,
    ),
  ).toEqual({
    PATH: '/opt',
    HOME: '/home/me',
    LC_ALL: 'C',
    MESSAGE: '1',
  });
});

it('keeps names that are no shell names', () => {
  const outcome = {
    run: new Map([
      ['spring.datasource.url', 'x'],
      ['__proto__', 'y'],
    ]),
    unset: [],
  };
  expect(Object.entries(processorEnvironment({}, new Map(), outcome))).toEqual([
    ['spring.datasource.url', 'x'],
    ['__proto__', 'y'],
  ]);
});
