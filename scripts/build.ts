/** Bundles into dist/: the launcher, the generator's commands, `local`, and the operator's commands. */
import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { beside } from './beside.ts';
import { commanderAlone } from './commanderAlone.ts';
import { compiledValidators } from './compiledValidators.ts';
import { buildAroundCore } from './coreBundle.ts';
import { standInModules } from './standIns.ts';

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

/** CommonJS dependencies ask for Node's own modules by require, which an ES module does not have. */
const requireHere = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** CommonJS, the fastest to start: all in one file but what few messages need and what would make it several times as large. */
const launcher = await build({
  ...shared,
  entryPoints: { launcher: 'handler/main.ts', contentSchema: 'handler/contentSchema.ts' },
  outdir,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  charset: 'ascii',
  // Names stay: keepNames would call a function for every function as the launcher starts.
  minifySyntax: true,
  minifyWhitespace: true,
  // An import() that stays one loads CommonJS the slow way.
  supported: { 'dynamic-import': false },
  metafile: true,
  plugins: [compiledValidators, standInModules, beside('contentSchema')],
});

/** What starts it in the image, and what makes it start faster there. */
const image = await build({
  ...readable,
  entryPoints: { start: 'handler/image/start.ts', codeCache: 'handler/image/codeCache.ts' },
  outdir,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  metafile: true,
});

const local = await build({
  ...readable,
  entryPoints: { local: 'handler/local/main.ts' },
  outdir,
  format: 'esm',
  metafile: true,
  banner: { js: requireHere },
});

/** What asks a cluster as a person does; most of it is the Kubernetes client, which the two share. */
const operator = await build({
  ...readable,
  entryPoints: { redrive: 'handler/redrive/main.ts', status: 'handler/status/main.ts' },
  outdir,
  format: 'esm',
  splitting: true,
  metafile: true,
  banner: { js: requireHere },
});

const generator = {
  name: 'generator',
  entryPoint: 'generator/main.ts',
  usual: ['generator/commands/generate.ts'],
};
const paths = [launcher, image, local, operator].flatMap(({ metafile }) => Object.keys(metafile.outputs));
paths.push(...(await buildAroundCore(generator, outdir, readable)));

// Some names change with the content. What an earlier build left goes last, so that a program that runs finds its own.
const built = new Set(paths.map((path) => basename(path)));
for (const name of readdirSync(outdir)) if (!built.has(name)) rmSync(join(outdir, name), { recursive: true });
