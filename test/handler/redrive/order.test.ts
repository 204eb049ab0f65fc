import { describe, expect, it } from '@jest/globals';
import { checkOrder, type Order } from '../../../handler/redrive/order.ts';

const order = (own: Partial<Order>): Order => ({ namespace: 'media', names: [], from: 'jobs', to: 'queue', limit: 1, ...own });

describe('redrive is told', () => {
  it.each<[string, Partial<Order>]>([
    ['nothing', {}],
    ['two things', { names: ['resize'], all: true }],
    ['a Job and a selector', { job: 'x', selector: 'a=b' }],
    ['a Job of dead letters', { job: 'x', from: 'dead-letters' }],
    ['dead letters to the dead letters', { all: true, from: 'dead-letters', to: 'dead-letters' }],
    ['a queue of dead letters for Jobs', { all: true, deadLetterQueue: 'dead' }],
  ])('%s: that is refused', (_, own) => {
    expect(() => checkOrder(order(own))).toThrow();
  });

  it.each<[string, Partial<Order>]>([
    ['entries', { names: ['resize', 'crop'] }],
    ['a Job', { job: 'x', to: 'dead-letters' }],
    ['a selector', { selector: 'team=media' }],
    ['everything', { all: true }],
    ['dead letters of entries', { names: ['resize'], from: 'dead-letters', deadLetterQueue: 'dead' }],
  ])('%s: that will do', (_, own) => {
    expect(() => checkOrder(order(own))).not.toThrow();
  });
});
