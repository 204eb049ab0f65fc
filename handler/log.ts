import pino from 'pino';

export type Log = Pick<pino.Logger, 'info' | 'warn' | 'error'>;

/** JSON lines on standard output, written before the call returns: the process may end at any line. */
export function jsonLog(): Log {
  return pino(
    { base: null, messageKey: 'message', timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    pino.destination({ dest: 1, sync: true }),
  );
}
