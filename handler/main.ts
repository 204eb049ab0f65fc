/** The launcher: environment in, exit code out. The only place in it that reads the one and sets the other. */
// biome-ignore assist/source/organizeImports: the first to be evaluated, as a SIGTERM before it is lost
import { signal as stop } from './stopSignal.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiServer, apiServer } from './apiServer.ts';
import { connectBroker } from './broker.ts';
import { certificates, hasClientCertificate } from './certificates.ts';
import type { Owner, TakeCensus } from './cluster.ts';
import type { BrokerAccess } from './connection.ts';
import { brokerFiles, exitCodes, type LaunchSettings, launcherEnvironment, startedPort, volume } from './contract.ts';
import { events } from './events.ts';
import { exitNameOf, Fault, lastingCause } from './fault.ts';
import { jobs } from './jobs.ts';
import { launch } from './launch.ts';
import { jsonLog } from './log.ts';
import { ownPod } from './ownPod.ts';
import { processorJobs } from './processorJobs.ts';
import { type Ending, reports } from './reports.ts';
import { secrets } from './secrets.ts';
import { brokerLogin, type Job, job, launchSettings } from './settings.ts';
import { overflowed, startWithLargerStack } from './stackSize.ts';
import { answerStartupProbe } from './startupProbe.ts';
import { type End, terminationLog, writeTerminationMessage } from './terminationMessage.ts';
import { sharedFolder } from './volume.ts';

const { env } = process;
const log = jsonLog();
const shared = sharedFolder(volume.path, '/handover');
/** Only with completion, where this is a sidecar: the kubelet would restart it whatever it ended with, so it waits to be stopped. */
const podName = env[launcherEnvironment.podName];
let scaledJob: Owner | undefined;
let probe: Promise<void> | undefined;
let ending = false;

/** How long the API server may take to say whose Job this is, once the launcher has failed, in milliseconds. */
const patience = 2_000;

// For an end that nobody foresaw: nothing left to wait for, and nothing said.
process.exitCode = exitCodes.internal.code;
stop.addEventListener('abort', () => log.info('SIGTERM'));
process.on('uncaughtException', fail);
run().then((end) => finish({ exit: 'done', cause: undefined }, end), fail);

async function run(): Promise<End> {
  const settings = launchSettings(env);
  const thisJob = job(env);
  const { call, watch } = kubernetes();
  return launch({
    settings,
    job: thisJob,
    // A login is not missed by a pod that finds its Job's message in the cluster.
    connect: async () => connectBroker(brokerAccess(settings.broker), connectionName(settings, thisJob), log),
    cluster: secrets(call, settings.jobName, thisJob),
    takeCensus: notingScaledJob(jobs(call, settings, thisJob)),
    jobs: processorJobs({ call, watch }, settings, thisJob, log),
    ...(podName !== undefined && { ownPod: ownPod(call, thisJob.namespace, podName) }),
    volume: shared,
    log,
    stop,
    started,
  });
}

function connectionName({ jobName }: LaunchSettings, { namespace, name }: Job): string {
  return `event-jobs ${namespace}/${podName ?? env.HOSTNAME ?? name} (${jobName})`;
}

function kubernetes(): ApiServer {
  return apiServer({
    host: env.KUBERNETES_SERVICE_HOST ?? 'kubernetes.default.svc',
    port: Number(env.KUBERNETES_SERVICE_PORT ?? 443),
    credentials: '/var/run/secrets/kubernetes.io/serviceaccount',
  });
}

function brokerAccess({ hosts, vhost, tls }: LaunchSettings['broker']): BrokerAccess {
  const { path } = brokerFiles;
  const login = brokerLogin(env, tls && hasClientCertificate(path));
  return { hosts, vhost, login, certificates: tls ? () => certificates(path) : undefined };
}

function notingScaledJob(takeCensus: TakeCensus): TakeCensus {
  return async () => {
    const census = await takeCensus();
    scaledJob = census.own?.owner ?? scaledJob;
    return census;
  };
}

function started(): Promise<void> {
  probe ??= answerStartupProbe(startedPort);
  return probe;
}

function fail(error: unknown): void {
  if (overflowed(error) && !ending && !stop.aborted) startWithLargerStack(log);
  const exit = exitNameOf(error);
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  log.error({ exit, code: exitCodes[exit].code, ...(error instanceof Fault ? {} : { stack }) }, message);
  // A second fault, on the way out, is in the log.
  if (ending) return;
  // Stopped in the midst of its tries, it cannot tell what would have passed.
  const cause = exit === 'transient' && stop.aborted ? undefined : lastingCause(error);
  finish({ exit, cause }, { outcome: 'failed', reason: message });
}

/** Ends without waiting for anything else: a broker that is still being tried, or a connection not closed, must not hold the pod. */
async function finish(how: Ending, end: End): Promise<void> {
  ending = true;
  const { code } = exitCodes[how.exit];
  writeTerminationMessage(terminationLog, { ...end, code });
  try {
    if (podName !== undefined && how.exit !== 'done') await shared.leave({ exit: code });
    await tell(how, end);
    if (podName !== undefined) await stay();
  } finally {
    process.exit(code);
  }
}

/** Never throws: the end must not hang on what is told of it. */
async function tell(how: Ending, end: End): Promise<void> {
  try {
    if (how.cause !== undefined) scaledJob ??= await findScaledJob();
    const told = reports(how, end, job(env), scaledJob);
    if (told.length === 0) return;
    const report = events(kubernetes().call, job(env), env.HOSTNAME ?? '', log);
    await Promise.all(told.map(([what, about]) => report(what, about)));
  } catch (error) {
    log.warn({ error: (error as Error).message }, 'no Event: it is in this log only');
  }
}

/** Of a launcher that failed before its census, as one that cannot read its settings. */
async function findScaledJob(): Promise<Owner | undefined> {
  const census = jobs(kubernetes().call, { jobName: '' }, job(env))().catch(() => undefined);
  return (await Promise.race([census, sleep(patience)]))?.own?.owner;
}

/** Lets the main container start, which ends as the outcome says, and the kubelet then stop this one. */
async function stay(): Promise<void> {
  await started();
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
}
