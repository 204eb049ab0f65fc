/** By the node's clock, in milliseconds. */
export interface Span {
  began: number;
  ended: number;
}

/** How many of them were under way together at most. */
export function mostAtOnce(spans: readonly Span[]): number {
  return Math.max(0, ...spans.map(({ began }) => spans.filter((other) => other.began <= began && began < other.ended).length));
}
