import { basename, join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';

interface Program {
  name: string;
  entryPoint: string;
  /** Of its dynamic imports, those that most runs ask for. */
  usual: string[];
}

/** Where one of the split program's files is, as seen by what imports it. */
type Place = 'inside' | 'beside' | 'core';

/**
 * Bundles a program as CommonJS files, which start faster than ES modules do: its core, which is all that most runs need, as one file,
 * since each file takes its time; and what only some need beside it. esbuild splits ES modules only, and into many more files (one for
 * each set of modules that the same dynamic imports share), so that is its first half. Returns the paths of what it wrote.
 */
export async function buildAroundCore({ name, entryPoint, usual }: Program, outdir: string, shared: BuildOptions): Promise<string[]> {
  const asked: BuildOptions = { ...shared, entryPoints: { [name]: entryPoint }, outdir, format: 'esm', splitting: true };
  const { metafile, outputFiles } = await build({ ...asked, write: false, metafile: true });
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const core = filesOf(metafile, [entryPoint, ...usual]);
  const others = [...texts.keys()].filter((file) => !core.includes(file));
  const inCore = (file: string): Place => (core.includes(file) ? 'inside' : 'beside');
  const inOther = (file: string, kind: string): Place => (kind === 'entry-point' ? 'inside' : core.includes(file) ? 'core' : 'beside');
  const written = [
    await build({
      ...again(shared, parts(name, texts, inCore)),
      stdin: { contents: core.map((file) => `export * as ${identifier(file)} from './${file}';`).join('\n') },
      outfile: join(outdir, `${name}.cjs`),
    }),
    await build({
      ...again(shared, parts(name, texts, inOther)),
      entryPoints: Object.fromEntries(others.map((file) => [basename(file, '.js'), `./${file}`])),
      outdir,
      outExtension: { '.js': '.cjs' },
    }),
  ];
  return written.flatMap((one) => Object.keys(one.metafile.outputs));
}

/** The files of the modules, and all that they import at once. */
function filesOf({ outputs }: Metafile, modules: readonly string[]): string[] {
  const paths = new Set(Object.keys(outputs).filter((path) => modules.includes(outputs[path]?.entryPoint ?? '')));
  // A set's iteration comes to what is added meanwhile.
  for (const path of paths)
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && !external) paths.add(imported);
  return [...paths].map((path) => basename(path));
}

function again(shared: BuildOptions, files: Plugin): BuildOptions & { metafile: true } {
  // An import() that stays one loads CommonJS the slow way.
  return { ...shared, format: 'cjs', supported: { 'dynamic-import': false }, metafile: true, plugins: [files] };
}

function parts(core: string, texts: ReadonlyMap<string, string>, placeOf: (file: string, kind: string) => Place): Plugin {
  return {
    name: 'parts',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/[^/]+\.js$/ }, ({ path, kind }) => {
        const place = placeOf(basename(path), kind);
        return place === 'beside' ? { path: path.replace(/js$/, 'cjs'), external: true } : { path: basename(path), namespace: place };
      });
      onResolve({ filter: /\.cjs$/ }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /^/, namespace: 'inside' }, ({ path }) => ({ contents: texts.get(path) ?? '' }));
      onLoad({ filter: /^/, namespace: 'core' }, ({ path }) => ({
        contents: `module.exports = require('./${core}.cjs').${identifier(path)};`,
      }));
    },
  };
}

function identifier(file: string): string {
  return file.replaceAll(/\W/g, '_');
}
