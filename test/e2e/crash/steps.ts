/**
 * The steps of one launcher, as its proxies see them: everything that it sends and everything that it is answered. A step can be held,
 * so that the launcher dies exactly there.
 */
export class Steps {
  /** In the order in which they came to the proxies; the one that is held is the last one that counts. */
  readonly came: string[] = [];
  /** Those that were let through. */
  readonly went: string[] = [];
  /** Resolves once the step to stop at has come. */
  readonly reached: Promise<void>;
  readonly #reach: () => void;
  readonly #stopAt: string | undefined;
  readonly #decided = Promise.withResolvers<'go on' | 'drop'>();
  readonly #times = new Map<string, number>();

  constructor(stopAt?: string) {
    this.#stopAt = stopAt;
    ({ promise: this.reached, resolve: this.#reach } = Promise.withResolvers());
  }

  /** Whether to let it through: the same step may come several times, and gets a number then. */
  async pass(what: string): Promise<boolean> {
    const times = (this.#times.get(what) ?? 0) + 1;
    this.#times.set(what, times);
    const step = times === 1 ? what : `${what} (${times})`;
    this.came.push(step);
    if (step === this.#stopAt) {
      this.#reach();
      if ((await this.#decided.promise) === 'drop') return false;
    }
    this.went.push(step);
    return true;
  }

  /** What becomes of the held step. */
  decide(how: 'go on' | 'drop'): void {
    this.#decided.resolve(how);
  }
}
