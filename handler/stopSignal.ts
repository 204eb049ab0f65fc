/**
 * SIGTERM as an AbortSignal. The first module that main.ts imports: until this one has run, the kernel drops a SIGTERM to a container's
 * process 1, and the pod would work on until it is killed.
 */
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());

export const { signal } = stop;
