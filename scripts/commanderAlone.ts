import type { Plugin } from 'esbuild';

/**
 * commander can start subcommands that are programs of their own. Ours are none, and what it would start them with takes all of Node's
 * networking along.
 */
export const commanderAlone: Plugin = {
  name: 'commander alone',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /\/commander\//.test(importer) ? { path: 'child_process', namespace: 'nothing' } : undefined,
    );
    onLoad({ filter: /^/, namespace: 'nothing' }, () => ({
      contents: 'module.exports = {};',
    }));
  },
};
