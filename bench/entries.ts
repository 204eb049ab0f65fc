/** Queue entries as a company has them: the same for the same count, whatever the machine. */
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

const seed = 20_240_607;
const teams = ['billing', 'shipping', 'catalog', 'search', 'identity', 'media', 'reporting', 'support'];
const things = ['invoice', 'order', 'parcel', 'image', 'account', 'report', 'ticket', 'price', 'refund', 'stock'];
const verbs = ['created', 'updated', 'deleted', 'imported', 'resized', 'mailed', 'archived', 'indexed'];
const variables = ['LOG_LEVEL', 'REGION', 'SMTP_HOST', 'DATABASE_URL', 'BUCKET', 'API_BASE', 'FEATURE_FLAGS', 'BATCH_HINT', 'LOCALE', 'TIMEOUT_MS'];
const values = ['info', 'eu-central-1', 'smtp.mail.svc:587', 'postgres://db.data.svc:5432/app', 'https://api.example.com/v2', 'a,b,c', '30000', 'gold'];

/** A ConfigMap holds a MiB; one of so many entries is half full. */
export const entriesPerConfigMap = 500;

export function entries(count: number): QueueEntry[] {
  const random = randomNumbers(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  return Array.from({ length: count }, (_, index) => {
    const [team, thing, verb] = [pick(teams), pick(things), pick(verbs)];
    const [cpu, memory] = [between(1, 8) * 50, between(1, 8) * 64];
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
      environment: Object.fromEntries(Array.from({ length: between(2, 8) }, () => [pick(variables), pick(values)])),
      resources: {
        requests: { cpu: `${cpu}m`, memory: `${memory}Mi` },
        limits: { cpu: `${2 * cpu}m`, memory: `${2 * memory}Mi` },
      },
    };
  });
}

/** mulberry32: numbers from 0 to below 1. */
function randomNumbers(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
