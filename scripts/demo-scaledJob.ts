/** Prints the ScaledJob of a file of manifests, without what is not needed to follow the demo. */
import { readFileSync } from 'node:fs';
import { parseAllDocuments, stringify } from 'yaml';

const documents = parseAllDocuments(readFileSync(process.argv[2] ?? '', 'utf8')).map((document) => document.toJS());
const { kind, metadata, spec } = documents.find((document) => document.kind === 'ScaledJob');
const { backoffLimit, activeDeadlineSeconds, template } = spec.jobTargetRef;
const { initContainers, containers } = template.spec;

const short = {
  kind,
  metadata: { name: metadata.name, namespace: metadata.namespace },
  spec: {
    pollingInterval: spec.pollingInterval,
    maxReplicaCount: spec.maxReplicaCount,
    triggers: spec.triggers.map(({ type, metadata: trigger }: { type: string; metadata: object }) => ({ type, metadata: trigger })),
    jobTargetRef: {
      backoffLimit,
      activeDeadlineSeconds,
      template: {
        spec: {
          initContainers: initContainers.map(({ name, image }: { name: string; image: string }) => ({ name, image })),
          containers: containers.map(({ volumeMounts: _, ...rest }: { volumeMounts: unknown }) => rest),
        },
      },
    },
  },
};

process.stdout.write(stringify(short, { lineWidth: 0 }));
