import type { OnResolveArgs, Plugin } from 'esbuild';

interface StandIn {
  /** The packages that ask for the module. */
  readonly of: RegExp;
  readonly module: RegExp;
  readonly contents: string;
}

const standIns: readonly StandIn[] = [
  // Of pino's worker threads. What writes by itself, at once, as the launcher does, has none; nor has it anything left to write at the end.
  { of: /\/pino\//, module: /^(\.\/transport|\.\/lib\/transport|\.\/lib\/multistream|on-exit-leak-free)$/, contents: '' },
  { of: /\/pino\//, module: /^worker_threads$/, contents: 'exports.isMainThread = true;' },
  // All of it that these two use; Node's own has what shows the difference of two objects.
  {
    of: /\/(amqplib|sonic-boom)\//,
    module: /^(node:)?assert$/,
    contents: `
      module.exports = (value, message = 'an assertion failed') => {
        if (!value) throw new Error(message);
      };
      module.exports.equal = (actual, expected) => module.exports(actual === expected, actual + ' is not ' + expected);`,
  },
];

/**
 * Small modules for those that the launcher's packages load as they are loaded and then have no use for, or hardly any: together they
 * took 5 ms of each launcher's CPU.
 */
export const standInModules: Plugin = {
  name: 'stand-ins',
  setup({ onResolve, onLoad }) {
    const index = ({ path, importer }: OnResolveArgs) => standIns.findIndex(({ of, module }) => of.test(importer) && module.test(path));
    onResolve({ filter: /^/ }, (args) => {
      const found = index(args);
      return found < 0 ? undefined : { path: String(found), namespace: 'stand-in' };
    });
    onLoad({ filter: /^/, namespace: 'stand-in' }, ({ path }) => ({ contents: standIns[Number(path)]?.contents ?? '' }));
  },
};
