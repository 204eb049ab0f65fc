/** What the user has to change before anything can start; shown by its message alone. */
export class Refusal extends Error {
  override name = 'Refusal';
}
