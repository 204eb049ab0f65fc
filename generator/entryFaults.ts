import { variableLimit } from '../handler/contract.ts';
import type { Completed } from './entry/clashes.ts';
import type { EventJob } from './entry/eventJob.ts';
import { nameLimit } from './entry/names.ts';
import { breaches } from './entry/rules.ts';
import type { Fault, Finding, Step } from './fault.ts';
import type { Context } from './objects/context.ts';
import { launchSettings } from './objects/launchSettings.ts';
import { restrictedBreaches } from './objects/podSecurity.ts';
import { entryPod } from './objects/podTemplate.ts';
import { authenticationName, clusterAuthenticationName } from './objects/triggerAuthentication.ts';

/** Everything that is wrong with an entry whose keys are fine, each by itself. What few entries have is loaded only for them. */
export async function entryFaults({ source: { entry, blame }, job }: Completed, context: Context): Promise<Fault[]> {
  const simple = breaches(job, entry);
  const found = [...simple, ...templateBreaches(job, context), ...(await schemaBreaches(job.contentSchema))];
  // What the manifests would be is only worth a look where they could be made.
  const all = found.length > 0 ? found : manifestBreaches.flatMap((look) => look(job, context));
  return all.map(({ path, part = 'value', problem, allowed }) => blame(path, part, problem, allowed));
}

type Look = (job: EventJob, context: Context) => Finding[];

const manifestBreaches: Look[] = [nameBreaches, sizeBreaches, resultBreaches, securityBreaches];

function templateBreaches({ template, runner }: EventJob, { templates }: Context): Finding[] {
  if (templates === undefined) return [];
  // In the launcher's own pod there is more that must not be touched.
  return inTemplate([...templates.templateFindings(template), ...(runner === 'exec' ? templates.sharedPodFindings(template) : [])]);
}

/** What only entry and template together make wrong. */
function resultBreaches(job: EventJob, context: Context): Finding[] {
  const pod = entryPod({ ...job, template: {} }, context);
  return inTemplate(context.templates?.resultFindings(pod, job.template) ?? []);
}

function inTemplate(findings: readonly Finding[]): Finding[] {
  return findings.map(({ path, ...told }) => ({ ...told, path: ['template', ...path] }));
}

async function schemaBreaches(contentSchema: EventJob['contentSchema']): Promise<Finding[]> {
  if (contentSchema === undefined) return [];
  const { contentSchemaBreaches } = await import('./entry/contentSchema.ts');
  return contentSchemaBreaches(contentSchema);
}

function nameBreaches(job: EventJob, { settings }: Context): Finding[] {
  const name = settings.clusterTriggerAuthentication === undefined ? authenticationName(job) : clusterAuthenticationName(job);
  if (name.length <= nameLimit) return [];
  return [
    { path: ['broker'], problem: `makes a name of ${name.length} characters, ${name.slice(0, 40)}...`, allowed: `at most ${nameLimit}` },
  ];
}

/** The kernel's limit for one variable, in which the launcher gets its settings. */
function sizeBreaches(job: EventJob, context: Context): Finding[] {
  const bytes = Buffer.byteLength(launchSettings(job, context));
  if (bytes < variableLimit - 64) return [];
  const key = job.contentSchema === undefined ? (Object.keys(job.template).length > 0 ? 'template' : 'environment') : 'contentSchema';
  return [
    { path: [key], problem: `makes launch settings of ${bytes} bytes`, allowed: `less: all of them together have ${variableLimit - 64}` },
  ];
}

function securityBreaches(job: EventJob, context: Context): Finding[] {
  if (context.settings.podSecurity !== 'restricted') return [];
  return restrictedBreaches(entryPod(job, context)).map((one) => ({ ...one, path: inOrderOf(job.template, one.path) }));
}

/** A path that names a list's item, as one that has its place in the template's list; where the template has none, as it is. */
function inOrderOf(template: unknown, [, ...path]: readonly Step[]): Step[] {
  let inside = template;
  const steps = path.map((step) => {
    const index = Array.isArray(inside) ? inside.findIndex((item) => item?.name === step) : -1;
    const place = index < 0 ? step : index;
    inside = (inside as Record<Step, unknown> | undefined)?.[place];
    return place;
  });
  return ['template', ...steps];
}
