/** Bundles into dist/: the launcher, the generator's commands, and `local`. */
import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { commanderAlone } from './commanderAlone.ts';
import { compiledValidators } from './compiledValidators.ts';
import { buildAroundCore } from './coreBundle.ts';

const outdir = 'dist';
const shared: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  legalComments: 'none',
  logLevel: 'warning',
};
/** Names stay, so that a stack says where it is from. */
const readable: BuildOptions = {
  ...shared,
  minifySyntax: true,
  minifyWhitespace: true,
  plugins: [compiledValidators, commanderAlone],
};

/** One CommonJS file, the fastest to start. */
const launcher = await build({
  ...shared,
  entryPoints: { launcher: 'handler/main.ts' },
  outdir,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  minify: true,
  keepNames: true,
  metafile: true,
  plugins: [compiledValidators],
});

const local = await build({
  ...readable,
  entryPoints: { local: 'handler/local/main.ts' },
  outdir,
  format: 'esm',
  metafile: true,
  // CommonJS dependencies ask for Node's own modules by require, which an ES module does not have.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
});

const generator = {
  name: 'generator',
  entryPoint: 'generator/main.ts',
  usual: ['generator/commands/generate.ts'],
};
const paths = [launcher, local].flatMap(({ metafile }) => Object.keys(metafile.outputs));
paths.push(...(await buildAroundCore(generator, outdir, readable)));

// Some names change with the content. What an earlier build left goes last, so that a program that runs finds its own.
const built = new Set(paths.map((path) => basename(path)));
for (const name of readdirSync(outdir)) if (!built.has(name)) rmSync(join(outdir, name), { recursive: true });
