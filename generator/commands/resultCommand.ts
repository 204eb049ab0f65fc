import { Command } from 'commander';

/** A command whose action says its exit code by what it returns, which commander drops; nothing means 0. */
export class ResultCommand extends Command {
  result = 0;

  override action(run: (this: this, ...args: never[]) => unknown): this {
    return super.action(async (...args) => {
      const result = await run.apply(this, args as never[]);
      if (typeof result === 'number') this.result = result;
    });
  }
}
