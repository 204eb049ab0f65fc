import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { runFunction } from '../fn/fn.ts';
import { functionKind } from '../fn/functionConfig.ts';
import { functionSettings } from '../fn/settings.ts';
import { readFiles } from '../input/files.ts';
import { ResultCommand } from './resultCommand.ts';

export function command(): Command {
  return new ResultCommand('fn')
    .description('As a KRM function of kustomize or kpt: read a ResourceList on standard input, write it with the generated manifests.')
    .addHelpText('after', help())
    .action(async () => {
      const { output, said, failed } = await runFunction(await text(process.stdin), (paths) => readFiles(paths, false));
      process.stdout.write(output);
      for (const line of said) console.error(line);
      return failed ? 2 : 0;
    });
}

function help(): string {
  const width = Math.max(...functionSettings.map(({ name }) => name.length)) + 2;
  const settings = functionSettings.map(({ name, means }) => `  ${name.padEnd(width)}${means.replaceAll('`', '')}`).join('\n');
  return `
The functionConfig alone says how; the environment is not read. Its spec has settings, and may have
  ${'entries'.padEnd(width)}queue entries, as of a ConfigMap, one key per queue; or
  ${'files'.padEnd(width)}files of ConfigMaps, below the working directory;
else the ConfigMaps among the items are read. Settings:
${settings}
  ${'prune'.padEnd(width)}leave out the ScaledJobs of entries that are gone, instead of keeping them as paused and draining

Example: in kustomization.yaml \`transformers: [event-jobs.yaml]\`, in event-jobs.yaml
  apiVersion: ${functionKind.apiVersion}
  kind: ${functionKind.kind}
  metadata:
    name: event-jobs
    annotations:
      config.kubernetes.io/function: |
        exec: {path: event-jobs, args: [fn]}
  spec:
    launcherImage: registry.example.com/event-jobs:0.1.0
    amqpHost: rabbitmq.messaging.svc
and then
  kustomize build --enable-alpha-plugins --enable-exec .
With entries or files, it can be one of the \`generators:\` instead.`;
}
