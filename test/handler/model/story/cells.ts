/**
 * The launcher's steps in each cell of runner and acknowledge. The model's steps.ts says what each does, and test/e2e/crash sees that a real
 * launcher takes those of a good message in this order.
 */
export type StepName =
  | 'readOutcome'
  | 'findSecret'
  | 'findProcessor'
  | 'resume'
  | 'standDown'
  | 'pull'
  | 'createProcessor'
  | 'createSecret'
  | 'recheckProcessor'
  | 'acknowledge'
  | 'publishAgain'
  | 'park'
  | 'giveBack'
  | 'bar'
  | 'deleteProcessor'
  | 'leaveMessage'
  | 'leaveNothing'
  | 'leaveTransient'
  | 'start'
  | 'awaitEnd'
  | 'fail'
  | 'end';

/** What a launcher goes over to, instead of the rest of its steps. */
export type RouteName =
  | 'launch'
  /** The queue is empty, or the message of this Job is dispatched already, or may be. */
  | 'nothing'
  /** This Job has its message already. */
  | 'again'
  /** An earlier pod of this Job has made a processor's Job, and has not kept its message. */
  | 'discard'
  /** The message cannot be kept, or SIGTERM has come. */
  | 'giveUp'
  /** An earlier run of this sidecar had a message, which nobody works on in this pod. */
  | 'restarted'
  /** An earlier run of this sidecar has left all that is to be left. */
  | 'settledBefore'
  /** The broker has taken the message back while its processor worked. */
  | 'unsettled'
  | 'succeeded'
  | 'failed'
  | 'failedUncounted'
  | 'failedFinally';

export interface Cell {
  readonly runner: 'exec' | 'job';
  readonly acknowledge: 'dispatch' | 'completion';
  readonly routes: Readonly<Partial<Record<RouteName, readonly StepName[]>>>;
}

const execDispatch: Cell = {
  runner: 'exec',
  acknowledge: 'dispatch',
  routes: {
    launch: ['findSecret', 'resume', 'pull', 'createSecret', 'acknowledge', 'leaveMessage', 'end'],
    nothing: ['leaveNothing', 'end'],
    again: ['leaveMessage', 'end'],
    giveUp: ['giveBack', 'fail'],
  },
};

const jobDispatch: Cell = {
  runner: 'job',
  acknowledge: 'dispatch',
  routes: {
    launch: [
      ...(['findSecret', 'findProcessor', 'resume', 'standDown', 'pull', 'createProcessor', 'createSecret'] as const),
      ...(['recheckProcessor', 'acknowledge', 'leaveNothing', 'end'] as const),
    ],
    nothing: ['leaveNothing', 'end'],
    again: ['leaveNothing', 'end'],
    discard: ['bar', 'deleteProcessor', 'leaveNothing', 'end'],
    giveUp: ['deleteProcessor', 'giveBack', 'fail'],
  },
};

const execCompletion: Cell = {
  runner: 'exec',
  acknowledge: 'completion',
  routes: {
    launch: ['readOutcome', 'findSecret', 'resume', 'pull', 'createSecret', 'leaveMessage', 'start', 'awaitEnd'],
    nothing: ['leaveNothing', 'start', 'end'],
    giveUp: ['giveBack', 'leaveTransient', 'start', 'end'],
    restarted: ['leaveTransient', 'start', 'end'],
    settledBefore: ['start', 'end'],
    unsettled: ['end'],
    succeeded: ['acknowledge', 'end'],
    failed: ['giveBack', 'end'],
    failedUncounted: ['publishAgain', 'acknowledge', 'end'],
    failedFinally: ['park', 'acknowledge', 'end'],
  },
};

const jobCompletion: Cell = {
  runner: 'job',
  acknowledge: 'completion',
  routes: {
    launch: [
      ...(['readOutcome', 'findSecret', 'findProcessor', 'resume', 'pull', 'createProcessor', 'createSecret'] as const),
      ...(['leaveMessage', 'start', 'awaitEnd'] as const),
    ],
    nothing: ['leaveNothing', 'start', 'end'],
    giveUp: ['deleteProcessor', 'giveBack', 'leaveTransient', 'start', 'end'],
    restarted: ['deleteProcessor', 'leaveTransient', 'start', 'end'],
    settledBefore: ['start', 'end'],
    unsettled: ['leaveTransient', 'end'],
    succeeded: ['acknowledge', 'leaveNothing', 'end'],
    failed: ['giveBack', 'leaveTransient', 'end'],
    failedUncounted: ['publishAgain', 'acknowledge', 'leaveTransient', 'end'],
    failedFinally: ['park', 'acknowledge', 'leaveTransient', 'end'],
  },
};

export const cells = { execDispatch, jobDispatch, execCompletion, jobCompletion };
