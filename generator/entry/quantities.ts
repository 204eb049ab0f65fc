/**
 * Kubernetes quantities in the one form that Kubernetes itself writes (k8s.io/apimachinery `Quantity.CanonicalizeBytes`). Any other
 * spelling is rewritten by KEDA's first write, which GitOps tools then report as drift.
 */
const decimalSuffixes: Record<string, number> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
/** Of an amount that is not negative. */
export const quantityPattern = '^\\+?(\\d+\\.?\\d*|\\.\\d+)(?:([KMGTPE]i)|[eE]([+-]?\\d{1,2})|([numkMGTPE]))?$';
const syntax = new RegExp(quantityPattern);
const nano = 10n ** 9n;
const largest = (2n ** 63n - 1n) * nano;

export interface Quantity {
  /** Thousand-millionths, rounded up as Kubernetes does. */
  nanos: bigint;
  format: 'decimal' | 'binary' | 'exponent';
}

/** Nothing where Kubernetes refuses the text, or where it is negative or beyond an int64, which no resource may be. */
export function parseQuantity(text: string): Quantity | undefined {
  const parts = text.length <= 64 ? syntax.exec(text) : null;
  if (!parts) return undefined;
  const [, number = '', binary, exponent, decimal] = parts;
  const [whole = '', fraction = ''] = number.split('.');
  const power = exponent === undefined ? (decimalSuffixes[decimal ?? ''] ?? 0) : Number(exponent);
  const factor = binary === undefined ? 1n : 1024n ** BigInt(binarySuffixes.indexOf(binary));
  const nanos = scaled(BigInt(whole + fraction) * factor, power + 9 - fraction.length);
  if (nanos > largest) return undefined;
  return { nanos, format: binary ? 'binary' : exponent === undefined ? 'decimal' : 'exponent' };
}

export function canonicalQuantity(text: string): string {
  const quantity = parseQuantity(text);
  if (!quantity) throw new Error(`not a quantity: ${text}`);
  const { nanos, format } = quantity;
  if (nanos === 0n) return '0';
  const whole = nanos % nano === 0n;
  return format === 'binary' && whole ? binaryText(nanos / nano) : decimalText(nanos, format === 'exponent');
}

function scaled(value: bigint, power: number): bigint {
  if (power >= 0) return value * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (value + divisor - 1n) / divisor;
}

function binaryText(value: bigint): string {
  let [rest, index] = [value, 0];
  for (; rest % 1024n === 0n && index < binarySuffixes.length - 1; index++) rest /= 1024n;
  return `${rest}${binarySuffixes[index]}`;
}

/** A whole number and the power of ten, a multiple of three, that needs the fewest digits. */
function decimalText(nanos: bigint, asExponent: boolean): string {
  let [rest, power] = [nanos, -9];
  for (; rest % 1000n === 0n && power < 18; power += 3) rest /= 1000n;
  if (asExponent) return power === 0 ? `${rest}` : `${rest}e${power}`;
  const suffix = Object.keys(decimalSuffixes).find((name) => decimalSuffixes[name] === power);
  return `${rest}${suffix}`;
}

/** A quantity as a whole number, rounded up. Throws an Error where it is none. */
export function byteCount(text: string): number {
  const quantity = parseQuantity(text);
  if (!quantity) throw new Error(`not a quantity: ${text}`);
  return Number((quantity.nanos + nano - 1n) / nano);
}
