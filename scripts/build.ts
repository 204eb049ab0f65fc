/**
 * Bundles into dist/: the launcher as one CommonJS file (the fastest to start), the commands as ES modules, whose dynamic imports stay
 * files of their own, so that what few runs need is only loaded by those.
 */
import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { compiledValidators } from './compiledValidators.ts';

const outdir = 'dist';
const shared: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  outdir,
  legalComments: 'none',
  logLevel: 'warning',
  minify: true,
  metafile: true,
  plugins: [compiledValidators],
};

const launcher = await build({
  ...shared,
  entryPoints: { launcher: 'handler/main.ts' },
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  keepNames: true,
});

const commands = await build({
  ...shared,
  entryPoints: { generate: 'generator/main.ts', local: 'handler/local/main.ts' },
  format: 'esm',
  splitting: true,
  // CommonJS dependencies ask for Node's own modules by require, which an ES module does not have.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});

// The names of shared parts change with their content. Those of an earlier build go last, so that a program that runs finds its own.
const built = new Set([launcher, commands].flatMap(({ metafile }) => Object.keys(metafile?.outputs ?? {})).map((path) => basename(path)));
for (const name of readdirSync(outdir)) if (!built.has(name)) rmSync(join(outdir, name), { recursive: true });
