import { completionDefaults, defaults } from '../entry/entry.ts';
import { entryLabels } from '../entry/labels.ts';
import { jobNameLimits } from '../entry/names.ts';

const labels = Object.entries(entryLabels({}, 'JOBNAME')).map(([name, value]) => `${name}: ${value}`);

/** What changes for every entry, whatever it says. */
export const differences: readonly string[] = [
  "messageEnvironment: {encoding: base64} is in every entry, as the predecessor's producers had to send values in base64; without it they send plain text",
  'a message that sets a variable of the contract (ISSUER, TARGET, MESSAGE, CHECKSUM, ...) or one that changes what is run (PATH, LD_*, ...), or values that are no base64, goes to the dead letters',
  'a message that cannot be worked on goes to the queue QUEUE.dead with the reason, instead of being lost or stuck; deadLetter names another',
  'CHECKSUM is in lower-case hex, and no longer raw bytes; TARGET ends in the UID of a Kubernetes Job',
  `runner: an entry without a command runs in a Job of its own, so its jobName has at most ${jobNameLimits.job} characters; with a command at most ${jobNameLimits.exec}`,
  `restartPolicy is Never, and no longer OnFailure: each of the ${defaults.retries} retries (backoffLimit) is a pod of its own, whose log stays`,
  `ttlSecondsAfterFinished is not set, and no longer 21600: ${defaults.keep.successful} succeeded Jobs stay, and all failed ones, which keep their messages; keep changes that (with acknowledge: completion ${completionDefaults.keep.failed} failed ones, for ${completionDefaults.keep.seconds} s)`,
  `labels are ${labels.join(', ')}; app.kubernetes.io/version and part-of, jobgroup and jobitem are gone`,
  'Secrets are owned by their Jobs, and go with them',
];
