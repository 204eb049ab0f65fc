import type { V1Job, V1JobCondition, V1JobList, V1ObjectMeta } from '@kubernetes/client-node';

/** What a list tells of a Job. */
export interface ListedJob {
  readonly name: string;
  readonly uid: string | undefined;
  /** Anything but a known end counts as unfinished. */
  readonly end: 'Complete' | 'Failed' | undefined;
  /** Only where the list has it. */
  readonly metadata: V1ObjectMeta | undefined;
}

/** As `kubectl get` asks for it: https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables. */
export interface Table {
  readonly kind: 'Table';
  readonly columnDefinitions: readonly { readonly name: string }[];
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object?: { readonly metadata?: V1ObjectMeta } | null }[];
}

/** Undefined where a table lacks a column that is needed. */
export function listedJobs(list: V1JobList | Table): ListedJob[] | undefined {
  return isTable(list) ? fromTable(list) : list.items.map(fromJob);
}

/** Whether a Job has this condition. */
export function has(job: V1Job, condition: 'Complete' | 'Failed' | 'FailureTarget'): boolean {
  return conditionOf(job, condition) !== undefined;
}

/** This condition, with its reason; undefined where the Job has it not. */
export function conditionOf({ status }: V1Job, condition: 'Complete' | 'Failed' | 'FailureTarget'): V1JobCondition | undefined {
  return (status?.conditions ?? []).find(({ type, status }) => type === condition && status === 'True');
}

/** An API server, or something before it, that knows no tables sends whole objects. */
function isTable(list: V1JobList | Table): list is Table {
  return list.kind === 'Table';
}

function fromTable({ columnDefinitions, rows }: Table): ListedJob[] | undefined {
  const column = (name: string) => columnDefinitions.findIndex((definition) => definition.name === name);
  const [name, status, selector] = [column('Name'), column('Status'), column('Selector')];
  if (name < 0 || status < 0) return undefined;
  return rows.map(({ cells, object }) => ({
    name: String(cells[name]),
    uid: object?.metadata?.uid ?? controllerUid(cells[selector]),
    end: ended(cells[status]),
    metadata: object?.metadata,
  }));
}

function fromJob(job: V1Job): ListedJob {
  const { metadata } = job;
  const end = (['Complete', 'Failed'] as const).find((condition) => has(job, condition));
  return { name: metadata?.name ?? '', uid: metadata?.uid, end, metadata };
}

function ended(status: unknown): ListedJob['end'] {
  return status === 'Complete' || status === 'Failed' ? status : undefined;
}

/** A Job finds its pods by its own UID, unless somebody has set another selector. */
function controllerUid(selector: unknown): string | undefined {
  return /(?:^|,)batch\.kubernetes\.io\/controller-uid=([^,]+)/.exec(String(selector))?.[1];
}
