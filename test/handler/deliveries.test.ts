import { describe, expect, it } from '@jest/globals';
import { countsRejects, earlierDeliveries, earlierFailures } from '../../handler/deliveries.ts';

type Headers = Record<string, unknown>;

const counts = (redelivered: boolean, headers: Headers) => {
  const delivery = { redelivered, headers };
  return [earlierDeliveries(delivery), earlierFailures(delivery), countsRejects(delivery)];
};

describe('earlier deliveries, earlier failures, and whether another reject is counted', () => {
  it.each<[string, boolean, Headers, number, number, boolean]>([
    ['a first delivery of a classic or of a 4.0 quorum queue', false, {}, 0, 0, true],
    ['a first delivery of a 3.10 quorum queue', false, { 'x-delivery-count': 0 }, 0, 0, true],
    ['a quorum queue’s, come back for any reason (3.10, 4.0)', true, { 'x-delivery-count': 3 }, 3, 3, true],
    ['a 4.3 quorum queue’s, given back three times', true, { 'x-acquired-count': 3 }, 0, 0, true],
    ['the same where it sends a zero', true, { 'x-delivery-count': 0, 'x-acquired-count': 3 }, 0, 0, true],
    ['a 4.3 quorum queue’s, failed twice and given back once', true, { 'x-delivery-count': 2, 'x-acquired-count': 3 }, 2, 2, true],
    ['a classic queue’s, failed or given back', true, {}, 0, 1, false],
    ['one published again', false, { 'x-event-jobs-attempts': 2 }, 0, 2, false],
    ['one published again on a 3.10 quorum queue', false, { 'x-event-jobs-attempts': 2, 'x-delivery-count': 0 }, 0, 2, false],
    ['one published again, then given back to a classic queue', true, { 'x-event-jobs-attempts': 2 }, 0, 2, false],
    ['one published again, then rejected to a quorum queue', true, { 'x-event-jobs-attempts': 2, 'x-delivery-count': 3 }, 3, 5, true],
  ])('of %s', (_, redelivered, headers, deliveries, failures, counted) => {
    expect(counts(redelivered, headers)).toEqual([deliveries, failures, counted]);
  });

  it.each<[string, boolean, Headers, number, number, boolean]>([
    ['copied from another queue with its count', false, { 'x-delivery-count': 7 }, 0, 0, false],
    ['copied from a 4.3 queue with its counts', false, { 'x-delivery-count': 1, 'x-acquired-count': 2 }, 0, 0, false],
    ['copied from a 3.10 queue to a classic one, where its zero stays', true, { 'x-delivery-count': 0 }, 0, 1, false],
    ['that is a dead letter moved back', false, { 'x-event-jobs-attempts': 6, 'x-event-jobs-reason': 'exit code 1' }, 0, 0, true],
  ])('of a message %s start anew', (_, redelivered, headers, deliveries, failures, counted) => {
    expect(counts(redelivered, headers)).toEqual([deliveries, failures, counted]);
  });

  it.each([-1, 1.5, 2 ** 63, Number.NaN, '3', true, null, [3], { '!': 'timestamp', value: 3 }])(
    'take no heed of a count that is %j',
    (value) => {
      expect(counts(true, { 'x-delivery-count': value, 'x-acquired-count': value, 'x-event-jobs-attempts': value })).toEqual([0, 1, false]);
      expect(counts(false, { 'x-event-jobs-attempts': value })).toEqual([0, 0, true]);
      expect(counts(false, { 'x-delivery-count': value })).toEqual([0, 0, value === null]);
    },
  );
});
