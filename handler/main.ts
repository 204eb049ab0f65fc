/** The launcher: environment in, exit code out. The only place in it that reads the one and sets the other. */
import { apiServer } from './apiServer.ts';
import { connectBroker } from './broker.ts';
import { certificates, hasClientCertificate } from './certificates.ts';
import type { BrokerAccess } from './connection.ts';
import { brokerFiles, exitCodes, type LaunchSettings, volume } from './contract.ts';
import { exitNameOf, Fault } from './fault.ts';
import { jobs } from './jobs.ts';
import { launch } from './launch.ts';
import { jsonLog } from './log.ts';
import { secrets } from './secrets.ts';
import { brokerLogin, job, launchSettings, refuseNotYet } from './settings.ts';
import { sharedFolder } from './volume.ts';

const log = jsonLog();
const stop = new AbortController();
// For an end that nobody foresaw: nothing left to wait for, and nothing said.
process.exitCode = exitCodes.internal.code;
process.once('SIGTERM', () => {
  log.warn('SIGTERM: stopping');
  stop.abort();
});
process.on('uncaughtException', fail);
run().then(() => process.exit(exitCodes.done.code), fail);

async function run(): Promise<void> {
  const { env } = process;
  const settings = launchSettings(env);
  refuseNotYet(settings);
  const thisJob = job(env);
  const broker = brokerAccess(settings.broker);
  const server = apiServer({
    host: env.KUBERNETES_SERVICE_HOST ?? 'kubernetes.default.svc',
    port: Number(env.KUBERNETES_SERVICE_PORT ?? 443),
    credentials: '/var/run/secrets/kubernetes.io/serviceaccount',
  });
  await launch({
    settings,
    job: thisJob,
    connect: () => connectBroker(broker, `event-jobs ${thisJob.namespace}/${env.HOSTNAME ?? thisJob.name}`, log),
    cluster: secrets(server, settings.jobName, thisJob),
    takeCensus: jobs(server, settings.jobName, thisJob),
    volume: sharedFolder(volume.path, '/handover'),
    log,
    stop: stop.signal,
  });
}

function brokerAccess({ hosts, vhost, tls }: LaunchSettings['broker']): BrokerAccess {
  const { path } = brokerFiles;
  const login = brokerLogin(process.env, tls && hasClientCertificate(path));
  return { hosts, vhost, login, certificates: tls ? () => certificates(path) : undefined };
}

/** Ends at once: a broker that is still being tried, or a connection not closed, must not hold the pod. */
function fail(error: unknown): never {
  const exit = exitNameOf(error);
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  log.error({ exit, code: exitCodes[exit].code, ...(error instanceof Fault ? {} : { stack }) }, message);
  process.exit(exitCodes[exit].code);
}
