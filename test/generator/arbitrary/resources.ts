import fc from 'fast-check';

const { constantFrom, record } = fc;

const quantity = constantFrom('1', 1, '0.5', '500m', '1024Mi', '1Gi', '1e3', '128974848', '1500m', '0.1Ki', 2.5, '12345678901');
const exact = constantFrom('1', 2, '3k', '4Ki');
/** Requests and limits of equal kinds, so that the ones are not over the others. */
export const resources = record(
  {
    cpu: record({ requests: constantFrom('1m', '0.01', '50m'), limits: constantFrom(1, '1500m', '1e3') }, { requiredKeys: [] }),
    memory: record(
      { requests: constantFrom('64Mi', 1024, '57344Ki'), limits: constantFrom('1Gi', '1024Mi', '1e9', '0.5Gi') },
      { requiredKeys: [] },
    ),
    'ephemeral-storage': record({ limits: quantity }),
    'example.com/gpu': exact.map((amount) => ({ requests: amount, limits: amount })),
    'hugepages-2Mi': constantFrom('2Mi', '4Mi').map((amount) => ({ requests: amount, limits: amount })),
  },
  { requiredKeys: ['cpu', 'memory'] },
).map((amounts) => ({ requests: side(amounts, 'requests'), limits: side(amounts, 'limits') }));

function side(amounts: object, name: 'requests' | 'limits'): Record<string, string | number> {
  const given = Object.entries(amounts).flatMap(([resource, both]) => (both?.[name] === undefined ? [] : [[resource, both[name]]]));
  return Object.fromEntries(given);
}
