import { containers, type LaunchSettings, labels, launcherEnvironment, target } from '../../handler/contract.ts';
import type { Container, Job, JobSpec, ScaledJob } from './jobOf.ts';

/** Any message's: as long as all are. */
const uuid = '00000000-0000-4000-8000-000000000000';

/** What every message brings, whatever it holds. */
const variables = ['ISSUER', 'TARGET', 'MESSAGE', 'CHECKSUM'];

/**
 * With the runner `job`: the processor's Job, as the launcher makes it of its settings: named TARGET, each variable of the message by
 * reference to the Secret of that name.
 */
export function processorJobOf(scaledJob: ScaledJob): Job | undefined {
  const { namespace, name } = scaledJob.metadata;
  const settings = launchSettingsOf(scaledJob);
  if (settings?.processorJob === undefined) return undefined;
  const { labels: own, spec } = settings.processorJob;
  const secret = target(name, uuid);
  const metadata = { name: secret, namespace, labels: { ...own, 'scaledjob.keda.sh/name': name, [labels.entry]: name } };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: withMessage(spec as unknown as JobSpec, secret) };
}

function launchSettingsOf({ spec }: ScaledJob): LaunchSettings | undefined {
  const launcher = spec.jobTargetRef.template.spec.initContainers?.find(({ name }) => name === containers.launcher);
  const value = launcher?.env?.find(({ name }) => name === launcherEnvironment.settings)?.value;
  return value === undefined ? undefined : (JSON.parse(value) as LaunchSettings);
}

function withMessage({ template, ...spec }: JobSpec, secret: string): JobSpec {
  const added = variables.map((name) => ({ name, valueFrom: { secretKeyRef: { name: secret, key: name } } }));
  const withVariables = (container: Container) =>
    container.name === containers.processor ? { ...container, env: [...(container.env ?? []), ...added] } : container;
  return { ...spec, template: { ...template, spec: { ...template.spec, containers: template.spec.containers.map(withVariables) } } };
}
