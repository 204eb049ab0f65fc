import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

let work: string;
const version = JSON.parse(readFileSync('package.json', 'utf8')).version;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'event-jobs-engine-'));
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Runs scripts/image where these engines are installed and nothing else; each writes down what it is asked. */
function image(engines: Partial<Record<'docker' | 'podman' | 'buildah', 'works' | 'broken' | 'fails'>>, env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(work, 'machine-'));
  const bin = join(folder, 'bin');
  const log = join(folder, 'log');
  mkdirSync(bin);
  writeFileSync(log, '');
  for (const tool of ['bash', 'env', 'dirname', 'sed', 'rm', 'cat'])
    symlinkSync(String(execFileSync('which', [tool])).trim(), join(bin, tool));
  for (const [engine, how] of Object.entries(engines)) {
    const answer = { works: 'exit 0', broken: '[[ $1 != info ]]', fails: '[[ $1 == info ]]' }[how];
    writeFileSync(join(bin, engine), `#!/usr/bin/env bash\n[[ $1 == info ]] || echo "${engine} $*" >> ${log}\n${answer}\n`);
    chmodSync(join(bin, engine), 0o755);
  }
  const { status, stdout, stderr } = spawnSync(resolve('scripts/image'), { encoding: 'utf8', cwd: folder, env: { PATH: bin, ...env } });
  return { status, stdout, stderr, asked: readFileSync(log, 'utf8').trim().split('\n'), folder };
}

describe('make image', () => {
  it('builds with docker where it works', () => {
    const { status, stdout, stderr, asked } = image({ docker: 'works', podman: 'works', buildah: 'works' });
    expect({ status, stdout, asked }).toEqual({
      status: 0,
      stdout: `kubernetes-event-jobs:${version}\n`,
      asked: [`docker build --file Dockerfile --build-arg VERSION=${version} --tag kubernetes-event-jobs:${version} .`],
    });
    expect(stderr).toContain('with docker');
  });

  it('passes over an engine that is installed but does not run, and says so', () => {
    const { stdout, stderr, asked } = image({ docker: 'broken', buildah: 'works' });
    expect(stderr).toContain('docker is installed but does not work');
    expect(stdout).toBe(`localhost/kubernetes-event-jobs:${version}\n`);
    expect(asked[0]).toMatch(/^buildah bud /);
  });

  it('passes name, platform and further options on, and writes an archive beside the caller', () => {
    const env = {
      IMAGE: 'registry.example/team/launcher:1',
      PLATFORM: 'linux/arm64',
      BUILD_ARGS: '--build-arg A=b --pull',
      ARCHIVE: 'image.tar',
    };
    const { asked, folder } = image({ podman: 'works' }, env);
    expect(asked).toEqual([
      `podman build --file Dockerfile --build-arg VERSION=${version} --tag ${env.IMAGE} --platform linux/arm64 --build-arg A=b --pull .`,
      `podman push --quiet ${env.IMAGE} oci-archive:${folder}/image.tar:${env.IMAGE}`,
    ]);
  });

  it.each([
    ['team/launcher:1', 'localhost/team/launcher:1'],
    ['localhost/launcher:1', 'localhost/launcher:1'],
    ['localhost:5000/launcher:1', 'localhost:5000/launcher:1'],
  ])('names %s as podman and buildah do: %s', (IMAGE, name) => {
    expect(image({ buildah: 'works' }, { IMAGE }).stdout).toBe(`${name}\n`);
  });

  it('says what to install where there is no engine', () => {
    const { status, stdout, stderr } = image({});
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('needs docker, podman or buildah');
    expect(stderr).toContain('apt-get install --no-install-recommends buildah');
  });

  it.each([
    ['a build that fails', { buildah: 'fails' } as const, {}, 'buildah could not build'],
    [
      'an engine that was asked for and does not work',
      { docker: 'broken', buildah: 'works' } as const,
      { ENGINE: 'docker' },
      'docker does not work here',
    ],
    ['an unknown engine', { buildah: 'works' } as const, { ENGINE: 'kaniko' }, 'none of docker, podman, buildah'],
    ['a name without a tag', { buildah: 'works' } as const, { IMAGE: 'localhost:5000/launcher' }, 'must be name:tag'],
    ['two platforms at once', { buildah: 'works' } as const, { PLATFORM: 'linux/amd64,linux/arm64' }, 'one platform at a time'],
  ])('ends with 1 and the reason for %s', (_, engines, env, reason) => {
    const { status, stdout, stderr } = image(engines, env);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(reason);
  });
});
