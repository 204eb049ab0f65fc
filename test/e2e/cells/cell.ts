import { acknowledgements, type LaunchSettings, runners } from '../../../handler/contract.ts';

/** Where the processor runs, and when its message is acknowledged. */
export type Cell = Pick<LaunchSettings, 'runner' | 'acknowledge'>;

export const nameOf = ({ runner, acknowledge }: Cell) => `${runner} with ${acknowledge}`;

const all: readonly Cell[] = runners.flatMap((runner) => acknowledgements.map((acknowledge) => ({ runner, acknowledge })));

/** All four, or the one that E2E_CELLS names, as in `E2E_CELLS='job with dispatch' test/e2e/run --testPathPatterns e2e/cells`. */
export const cells: readonly Cell[] = chosen(process.env.E2E_CELLS);

function chosen(name: string | undefined): readonly Cell[] {
  const found = all.filter((cell) => name === undefined || nameOf(cell) === name);
  if (found.length === 0) throw new Error(`E2E_CELLS is '${name}', which is none of: ${all.map(nameOf).join(', ')}`);
  return found;
}
