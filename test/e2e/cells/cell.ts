import { acknowledgements, type LaunchSettings, runners } from '../../../handler/contract.ts';

/** Where the processor runs, and when its message is acknowledged. */
export type Cell = Pick<LaunchSettings, 'runner' | 'acknowledge'>;

export const cells: readonly Cell[] = runners
  .flatMap((runner) => acknowledgements.map((acknowledge) => ({ runner, acknowledge })))
  .filter((c) => process.env.E2E_CELLS === undefined || process.env.E2E_CELLS === `${c.runner} with ${c.acknowledge}`);

export const nameOf = ({ runner, acknowledge }: Cell) => `${runner} with ${acknowledge}`;
