/** What could not be done, though what was asked for is right: a cluster that does not answer or refuses. Shown by its message alone, exit code 1. */
export class Failure extends Error {
  override name = 'Failure';
}
