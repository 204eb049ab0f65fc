import { Command, InvalidArgumentError, Option } from 'commander';
import type { GivenSettings } from './settings.ts';

export interface GenerateOptions extends GivenSettings {
  filename: string;
  output?: string;
}

/** Every setting as a flag and, by the predecessor's name where it had one, as an environment variable. */
export function generateCommand(): Command {
  return new Command('event-jobs generate')
    .description('Turn a ConfigMap of queue entries into KEDA ScaledJobs and what they need.')
    .requiredOption('-f, --filename <file>', 'the ConfigMap, as YAML or JSON; - reads standard input', once)
    .option('-o, --output <directory>', 'write one file per entry and a kustomization.yaml there, instead of all to standard output')
    .addOption(new Option('--launcher-image <reference>', 'the launcher image; required').env('LAUNCHER_IMAGE'))
    .addOption(new Option('--amqp-host <host>', "the broker's name as pods and KEDA see it").env('AMQP_HOST').default('localhost'))
    .addOption(new Option('--amqp-port <port>', "the broker's port").env('AMQP_PORT').default('5672'))
    .addOption(new Option('--docker-registry <registry>', 'where images without a registry come from').env('DOCKER_REGISTRY').default(''))
    .addOption(
      new Option('--kubernetes-job-scope <namespace>', 'namespace of entries without one').env('KUBERNETES_JOB_SCOPE').default('default'),
    )
    .allowExcessArguments(false);
}

function once(value: string, previous: string | undefined): string {
  if (previous !== undefined) throw new InvalidArgumentError('This version takes one file.');
  return value;
}
