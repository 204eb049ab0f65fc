/** What went wrong with the broker, by what the operator must do: mend rights or certificates, create the queue, or wait. */
import { Fault, type Lasting } from './fault.ts';

/** `what` is where it happened, for the message. */
export function brokerFault(error: unknown, what: string): Fault {
  if (error instanceof Fault) return error;
  const cause = error as Error & { lasting?: Lasting };
  const distrust = tlsRefusal(cause);
  if (distrust !== undefined) return new Fault('brokerRefused', `${what}: ${distrust}`, { cause });
  // The broker's texts name the user, which is half of the credentials.
  const text = cause.message.replace(/ for user '[^']*'/, '');
  const exit = (passes(text) ? undefined : exits.get(replyCode(cause))) ?? 'transient';
  return new Fault(exit, `${what}: ${text}`, { cause, lasting: cause.lasting });
}

/** Whether the broker says that a queue or an exchange does not exist; of a queue that it cannot reach it has the same code. */
export function isMissing(error: unknown): boolean {
  return replyCode(error) === 404 && !passes((error as Error).message);
}

/** A limit that others make room under, or a node of a cluster that comes back. Names are not read: they are the users' own words. */
function passes(text: string): boolean {
  return /connection limit|down or inaccessible|stopped by supervisor|due to timeout/.test(text.replace(/'[^']*'/g, ''));
}

/** AMQP 0-9-1's reply codes of errors that waiting does not mend. */
const exits = new Map([
  [403, 'brokerRefused'],
  [404, 'queueMissing'],
  [530, 'brokerRefused'],
] as const) as ReadonlyMap<number | undefined, 'brokerRefused' | 'queueMissing'>;

/** The reply code of an error that the broker closed a channel or the connection with. */
export function replyCode(error: unknown): number | undefined {
  const { code, message } = error as Error & { code?: unknown };
  if (typeof code === 'number') return code;
  // While a connection is set up amqplib has no code for the broker's refusals, only these texts.
  if (message.includes('403 (ACCESS-REFUSED)') || message.startsWith('SASL mechanism')) return 403;
  return undefined;
}

/** What is wrong with TLS that waiting does not mend, and what to do, by the codes of node:tls and of OpenSSL. */
function tlsRefusal(error: Error): string | undefined {
  const { code, reason } = error as { code?: unknown; reason?: string };
  if (typeof code !== 'string') return undefined;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `its certificate is not for this host: ${reason}; use a host that it names, or give the broker one that names this host`;
  if (code === 'CERT_HAS_EXPIRED') return `its certificate, or that of its authority, has expired (${code}): renew it`;
  if (code === 'CERT_NOT_YET_VALID') return `its certificate is not valid yet (${code}): are the clocks right?`;
  if (distrusts.test(code))
    return `its certificate is of no authority that is trusted here (${code}): is the authority's own in ca.crt of the broker's Secret?`;
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER') return `no TLS is spoken on this port (${code})`;
  if (/_ALERT_(?!INTERNAL_ERROR)/.test(code))
    return `it refused our side of TLS (${code}): are tls.crt and tls.key in the broker's Secret, and of an authority that the broker trusts?`;
  if (code.startsWith('ERR_OSSL_')) return `ca.crt, tls.crt or tls.key of the broker's Secret cannot be used: ${reason} (${code})`;
  return undefined;
}

/** The codes of X.509 verification that mean a chain which does not end at an authority that is trusted. */
const distrusts =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_GET_ISSUER_CERT_LOCALLY|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_SIGNATURE_FAILURE|CERT_CHAIN_TOO_LONG|CERT_UNTRUSTED|CERT_REJECTED|CERT_REVOKED|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/;
