import { starterEntry } from './starterEntry.ts';

/** Where the commands that init names have their output, which the kustomization refers to. */
export const generated = 'generated';

/** By name. */
export function starterFiles(): Record<string, string> {
  return { 'configmap.yaml': configMap(), 'kustomization.yaml': kustomization };
}

function configMap(): string {
  return `# Which image works on the messages of which queue. \`event-jobs generate\` turns it into what a cluster takes; it need not go
# there itself. \`event-jobs schema\` has all rules; an entry in a file of its own is checked by editors while it is written.
apiVersion: v1
kind: ConfigMap
metadata:
  name: event-jobs
data:
  # One key per queue, which is the queue's name. The | makes its value a text; as many queues as you like.
  my-queue: |
${starterEntry().replaceAll(/^(?=.)/gm, '    ')}`;
}

const kustomization = `# What \`kubectl apply -k\` and GitOps tools apply: what event-jobs generate has made of configmap.yaml.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- ${generated}
`;
