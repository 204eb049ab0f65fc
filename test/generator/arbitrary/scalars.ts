import fc from 'fast-check';

const { constantFrom, oneof, array, integer } = fc;

export const int32 = 2 ** 31 - 1;
export const count = (minimum: number, maximum = int32) =>
  oneof(constantFrom(minimum, maximum), integer({ min: minimum, max: Math.min(maximum, 50) }));
export const label = (most: number) =>
  fc.stringMatching(/^[a-z](?:[-a-z0-9]{0,8}[a-z0-9])?$/).map((text) => text.slice(0, most).replace(/-+$/, ''));
export const subdomain = array(label(20), { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.'));
/** With what YAML, JSON, Kubernetes' $(NAME) and shells may stumble over. */
export const text = oneof(
  constantFrom('', 'no', '017', '1e3', '$(A) $$', ' a\n b\n', 'Ä€😀', '\'"\\', '\u2028\t', '# x: y'),
  fc.string({ maxLength: 20 }),
).map((value) => value.replaceAll('\0', '').toWellFormed());
export const queue = oneof(constantFrom('q'.repeat(255), 'Ä'.repeat(100), 'a b', 'a/b', 'null'), fc.stringMatching(/^[!-~]{1,20}$/));
