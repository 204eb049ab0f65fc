import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';

/** Ends with what the launcher had asked Node for by the time that it listens for SIGTERM. */
const hook = `
  const { Module } = require('node:module');
  const { on } = process;
  const { require: load } = Module.prototype;
  const loaded = [];
  Module.prototype.require = function (name) {
    loaded.push(name);
    return load.call(this, name);
  };
  process.on = function (name, listener) {
    if (name !== 'SIGTERM') return on.call(this, name, listener);
    process.stdout.write(JSON.stringify(loaded));
    process.exit(0);
  };`;

/** Those that start.ts needs, and Node has loaded by then. */
const ofStart = ['node:fs', 'node:path', 'node:fs', 'node:path', 'node:vm'];

/** Before that the kernel drops it to process 1 of a container. */
it.each([
  ['launcher.cjs', []],
  ['start.cjs', ofStart],
])('the launcher listens for SIGTERM before it loads anything (%s)', (name, expected) => {
  const file = `${process.cwd()}/dist/${name}`;
  const program = `${hook} Module.prototype.require.call(module, ${JSON.stringify(file)});`;
  const { status, stdout } = spawnSync(process.execPath, ['--eval', program], { encoding: 'utf8', env: {}, timeout: 10_000 });
  expect({ status, loaded: JSON.parse(stdout) }).toEqual({ status: 0, loaded: [file, ...expected] });
});
