/** One end for everything that is waited for. */
export interface Deadline {
  /** Aborted after the given time, or with `stop` where there is one. */
  readonly until: AbortSignal;
  /** Ends what is still waited for. */
  end(): void;
}

/** Not AbortSignal.any and AbortSignal.timeout: those hold each other weakly, and one that is collected never fires. */
export function deadline(seconds: number, stop?: AbortSignal): Deadline {
  const end = new AbortController();
  const abort = () => end.abort();
  const timer = setTimeout(abort, seconds * 1000);
  if (stop?.aborted) abort();
  else stop?.addEventListener('abort', abort, { once: true });
  return {
    until: end.signal,
    end() {
      clearTimeout(timer);
      stop?.removeEventListener('abort', abort);
      abort();
    },
  };
}
