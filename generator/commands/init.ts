import { join } from 'node:path';
import type { Command } from 'commander';
import { generated, starterFiles } from '../init/starterFiles.ts';
import { writeNew } from '../init/writeNew.ts';
import { shellWord } from '../shell.ts';
import { ResultCommand } from './resultCommand.ts';

export function command(): Command {
  return new ResultCommand('init')
    .description('Write a ConfigMap to begin with, which has every key as a comment, and a kustomization. Overwrites nothing.')
    .argument('[directory]', 'where to; it is made where it is missing', '.')
    .addHelpText('after', '\nExample:\n  event-jobs init jobs')
    .action((directory: string) => {
      const files = starterFiles();
      // Beside one of these, kustomize takes ours for one too many.
      writeNew(directory, files, ['kustomization.yml', 'Kustomization']);
      for (const name of Object.keys(files)) console.error(`${join(directory, name)}: written`);
      console.error(nextSteps(directory));
    });
}

function nextSteps(directory: string): string {
  const path = (name: string) => shellWord(join(directory, name));
  return `
Next, with your queue, image and command in ${join(directory, 'configmap.yaml')}:
  event-jobs generate -f ${path('configmap.yaml')} -o ${path(generated)} --launcher-image IMAGE --amqp-host HOST
  kubectl create secret generic event-jobs-broker --from-literal=AMQP_USERNAME=USER --from-literal=AMQP_PASSWORD=PASSWORD
  kubectl apply --server-side -k ${shellWord(directory)}`;
}
