/**
 * How often the broker has already handed this message out without it being settled: quorum queues count in `x-delivery-count`;
 * classic ones only say that it happened.
 */
export function earlierDeliveries(delivery: { redelivered: boolean; headers: Readonly<Record<string, unknown>> }): number {
  const counted = delivery.headers['x-delivery-count'];
  return typeof counted === 'number' ? counted : Number(delivery.redelivered);
}
