import type { Plugin } from 'esbuild';

/** Leaves the module out of the bundle that imports it: it is an entry point of the same build, so its file lies beside. */
export function beside(module: string): Plugin {
  return {
    name: 'beside',
    setup({ onResolve }) {
      onResolve({ filter: new RegExp(`^\\./${module}\\.ts$`) }, () => ({ path: `./${module}.cjs`, external: true }));
    },
  };
}
