import { randomNumbers } from '../../test/random.ts';

/** A queue entry and the queue whose key it is. */
export interface QueueEntry {
  queue: string;
  namespace: string;
  jobName: string;
  image: string;
  imageVersion: string;
  parallelism: number;
  interval: number;
  timeout: number;
  retries: number;
  labels: Record<string, string>;
  command: string[];
  args: string[];
  environment: Record<string, string>;
  resources: Record<'requests' | 'limits', { cpu: string; memory: string }>;
}

/** A ConfigMap holds a MiB; with so many entries it is a third full. */
export const entriesPerConfigMap = 500;

const seed = 20_240_607;
const teams = ['billing', 'shipping', 'catalog', 'search', 'identity', 'media', 'reporting', 'support'];
const things = ['invoice', 'order', 'parcel', 'image', 'account', 'report', 'ticket', 'price', 'refund', 'stock'];
const verbs = ['created', 'updated', 'deleted', 'imported', 'resized', 'mailed', 'archived', 'indexed'];
const variables: [name: string, values: string[]][] = [
  ['LOG_LEVEL', ['info', 'debug', 'warn']],
  ['REGION', ['eu-central-1', 'us-east-1']],
  ['SMTP_HOST', ['smtp.mail.svc:587']],
  ['DATABASE_URL', ['postgres://orders-db.data.svc:5432/orders', 'postgres://catalog-db.data.svc:5432/catalog']],
  ['API_BASE', ['https://api.example.com/v2', 'https://internal.example.com/api']],
  ['FEATURE_FLAGS', ['fast-path,retry-later', 'none']],
  ['TIMEOUT_MS', ['500', '30000']],
  ['GREETING', ['Dear customer: welcome back', "It's done"]],
];

/** Queue entries such as a company has, always the same ones. */
export function entries(count: number): QueueEntry[] {
  const random = randomNumbers(seed);
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const pick = <T>(list: readonly T[]): T => list[between(0, list.length - 1)] as T;
  return Array.from({ length: count }, (_, index) => {
    const [team, thing, verb] = [pick(teams), pick(things), pick(verbs)];
    const [cpu, memory] = [between(1, 8) * 50, between(1, 7) * 64];
    return {
      queue: `${team}.${thing}.${verb}.${index}`,
      namespace: `jobs-${Math.floor(index / entriesPerConfigMap)}`,
      jobName: `${thing}-${verb}-${index}`,
      image: `${team}/${thing}-worker`,
      imageVersion: `${between(1, 4)}.${between(0, 30)}.${between(0, 9)}`,
      parallelism: between(1, 50),
      interval: pick([5, 10, 15, 30, 60]),
      timeout: between(1, 60) * 60,
      retries: between(0, 6),
      labels: { team, 'cost-center': `cc-${between(100, 999)}` },
      command: [`/app/bin/${thing}-worker`],
      args: ['--event', `${thing}.${verb}`],
      environment: Object.fromEntries(
        variables.filter((_, at) => at === 0 || random() < 0.6).map(([name, values]) => [name, pick(values)]),
      ),
      resources: {
        requests: { cpu: `${cpu}m`, memory: `${memory}Mi` },
        limits: { cpu: `${2 * cpu}m`, memory: `${2 * memory}Mi` },
      },
    };
  });
}
