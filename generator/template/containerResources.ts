import { parseQuantity } from '../entry/quantities.ts';
import { misfits, type Resources } from '../entry/resources.ts';
import type { Finding } from '../fault.ts';
import { when } from './finding.ts';
import { type Fields, isMap } from './json.ts';

/** Of a container that has its resources from one place. */
export function resourceFindings(resources: Fields): Finding[] {
  return [...misfits(resources as Resources, {}), ...hugePages(resources)];
}

/** With cpu or memory, and in whole pages. */
function hugePages(resources: Fields): Finding[] {
  const amounts = ['limits', 'requests'].flatMap((kind) =>
    Object.entries(isMap(resources[kind]) ? resources[kind] : {}).map(([name, amount]) => ({ kind, name, amount })),
  );
  const pages = amounts.filter(({ name }) => name.startsWith('hugepages-'));
  const alone = pages.length > 0 && !amounts.some(({ name }) => name === 'cpu' || name === 'memory');
  return [
    ...when(alone, [], 'has huge pages alone', 'with cpu or memory'),
    ...pages.flatMap(({ kind, name, amount }) => {
      const [bytes, size] = [parseQuantity(String(amount)), parseQuantity(name.slice('hugepages-'.length))];
      const whole = bytes && size && bytes.nanos > 0n && bytes.nanos % size.nanos === 0n;
      return when(!whole, [kind, name], `${amount} is not valid`, 'it must be a multiple of its size, and more than none');
    }),
  ];
}
