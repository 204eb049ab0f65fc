import { describe, expect, it } from '@jest/globals';
import { commands } from '../../../generator/commands/commands.ts';
import { ResultCommand } from '../../../generator/commands/resultCommand.ts';

const result = async (action: (...args: never[]) => unknown) =>
  ((await new ResultCommand('x').option('-a').action(action).parseAsync(['-a'], { from: 'user' })) as ResultCommand).result;

describe('a command', () => {
  it('has what its action returns for its exit code, at once or later, and else 0', async () => {
    expect(await result(() => 1)).toBe(1);
    expect(await result(async ({ a }: { a: boolean }) => (a ? 2 : 3))).toBe(2);
    expect(await result(async () => undefined)).toBe(0);
  });

  it.each(Object.keys(commands))('named %s is called so, says what it does, and is one of these', async (name) => {
    const command = (await commands[name]?.())?.command();
    expect(command).toBeInstanceOf(ResultCommand);
    expect([command?.name(), command?.description()]).toEqual([name, expect.stringMatching(/^[A-Z].*\.$/)]);
  });
});
