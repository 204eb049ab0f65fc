/** Bundles the launcher to one CommonJS file (the fastest to start) and each command to one ES module, into dist/. */
import { type BuildOptions, build } from 'esbuild';
import { compiledValidators } from './compiledValidators.ts';

const shared: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  outdir: 'dist',
  legalComments: 'none',
  logLevel: 'warning',
};

await build({
  ...shared,
  entryPoints: { launcher: 'handler/main.ts' },
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  minify: true,
  keepNames: true,
  plugins: [compiledValidators],
});

await build({
  ...shared,
  entryPoints: { generate: 'generator/main.ts', local: 'handler/local/main.ts' },
  format: 'esm',
  // CommonJS dependencies ask for Node's own modules by require, which an ES module does not have.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
