import fc from 'fast-check';
import type { Finding, Step } from '../../../generator/fault.ts';
import { enumerations } from '../../../generator/template/enumerations.ts';
import { type Field, fieldsOf } from '../../../generator/template/field.ts';
import { templateFindings } from '../../../generator/template/template.ts';

/** Values at their limits, and some that are none. */
const samples: Record<string, unknown[]> = {
  string: ['a', 'Ä b', ''],
  Text: ['', 'a b', '$(A)'],
  bool: [true, false],
  int32: [0, 1, 2 ** 31 - 1],
  int64: [0, 1],
  Natural32: [0, 1, 2 ** 31 - 1],
  Natural64: [0, 30, 2 ** 31],
  Positive32: [1, 2 ** 31 - 1],
  Positive64: [1, 5],
  Id: [0, 1000, 2 ** 31 - 1],
  Port: [1, 65_535],
  HostPort: [0, 65_535],
  Weight: [1, 100],
  Mode: [0, 0o777],
  TokenSeconds: [600, 2 ** 32],
  Quantity: [1, '1m', '0.5', '1Gi', '64Mi', 0],
  PortOrName: [80, 'http', '8080-a'],
  PortName: ['http', 'a-2', '123456789012a-b'],
  Label: ['a', 'b', `a${'-'.repeat(61)}b`],
  Subdomain: ['a', 'a.b-c', `${'a'.repeat(253)}`],
  HostName: ['a.b', 'a'.repeat(64)],
  SearchDomain: ['svc.cluster.local', '_tcp.a.', '.'],
  ClassName: ['', 'fast.ssd'],
  DriverName: ['a.b', 'A.csi.k8s.io'],
  Image: ['a', 'registry.example.com/a:1'],
  IP: ['10.0.0.1', 'fd00::1'],
  VariableName: ['A', 'a.b', 'with space', '#'],
  DataKey: ['a', 'a.b_c-D', '..'],
  Byte: [0, 255],
  ISCSIName: ['iqn.2001-04.com.example:a', 'eui.0123456789abcdef'],
  HostPorts: ['a:1,b:2', 'a'],
  HeaderName: ['X-A', '-'],
  SysctlName: ['kernel.shm_rmid_forced', 'net/ipv4/a', 'a-b_c.d'],
  Signal: ['SIGTERM', 'SIGRTMIN+15', 'SIGRTMAX-14'],
  LabelKey: ['a', 'example.com/a', `${'a'.repeat(63)}`, 'metadata.name', 'A_b.c'],
  AnnotationKey: ['a', 'Example.com/A_b', `${'a'.repeat(253)}/b`],
  LabelValue: ['', 'a', 'A_b.c', 'a'.repeat(63)],
  ResourceName: ['cpu', 'memory', 'ephemeral-storage', 'hugepages-2Mi', 'example.com/gpu'],
  StorageName: ['storage'],
  StorageMedium: ['Memory', 'HugePages', 'HugePages-1Gi'],
  MountPath: ['/a', '/event/..a', '/b/', '/ä'],
  AbsolutePath: ['/', '/a/../b'],
  PathWithoutBacksteps: ['/a', 'a', '/..a'],
  DescendingPath: ['a', 'a/b', '..a'],
  FilePath: ['a', 'a/b'],
};

/** Types of which no more than one field is given. */
const choices = [
  'Volume',
  'VolumeProjection',
  'EnvVarSource',
  'EnvFromSource',
  'Probe',
  'LifecycleHandler',
  'DownwardAPIVolumeFile',
  'PodResourceClaim',
];

function scalar(type: string): fc.Arbitrary<unknown> {
  const values = samples[type] ?? enumerations[type];
  if (values === undefined) throw new Error(`no samples of ${type}`);
  return fc.constantFrom(...values);
}

function value({ shape, type, keyType, mergeKey }: Field, depth: number): fc.Arbitrary<unknown> {
  const one = fieldsOf(type) ? struct(type, depth + 1) : scalar(type);
  if (shape === 'map') return fc.dictionary(scalar(keyType) as fc.Arbitrary<string>, one, { maxKeys: 2, noNullPrototype: true });
  if (shape === 'one') return one;
  return mergeKey === undefined
    ? fc.array(one, { maxLength: 2 })
    : fc.uniqueArray(one, { maxLength: 2, selector: (item) => (item as Record<string, unknown>)[mergeKey] });
}

/** More often there near the top; always what must be there. */
function struct(type: string, depth = 0): fc.Arbitrary<Record<string, unknown>> {
  const fields = [...(fieldsOf(type)?.values() ?? [])];
  const kinds = fields.filter(({ name }) => name !== 'name' && name !== 'path');
  const given = fc.record(
    Object.fromEntries(
      fields.map((field) => {
        const inner = fc.constant(undefined).chain(() => value(field, depth));
        return [field.name, field.required ? inner : fc.option(inner, { nil: undefined, freq: depth < 2 ? 4 : 2 })];
      }),
    ),
  );
  if (!choices.includes(type)) return given as fc.Arbitrary<Record<string, unknown>>;
  return fc.tuple(given, fc.nat(kinds.length - 1)).chain(([map, at]) => {
    const kind = kinds[at] as Field;
    const others = Object.fromEntries(
      Object.entries(map).filter(([name]) => !kinds.some((one) => one.name === name && fieldsOf(one.type))),
    );
    return value(kind, depth).map((chosen) => ({ ...others, [kind.name]: chosen }));
  });
}

function without(patch: unknown, [step, ...rest]: readonly Step[]): unknown {
  if (step === undefined || typeof patch !== 'object' || patch === null) return undefined;
  if (Array.isArray(patch)) {
    const inner = rest.length === 0 ? undefined : without(patch[Number(step)], rest);
    return inner === undefined ? patch.toSpliced(Number(step), 1) : patch.with(Number(step), inner);
  }
  const { [step]: inner, ...others } = patch as Record<string, unknown>;
  // What is missing goes with all that it is missing in.
  if (inner === undefined) return rest.length === 0 ? undefined : patch;
  const kept = rest.length === 0 ? undefined : without(inner, rest);
  return kept === undefined ? others : { ...others, [step]: kept };
}

/** A template without what is wrong with it: one finding after another. What cannot be mended so ends as an empty one. */
function repaired(patch: object): object {
  let rest: object = patch;
  for (let tries = 0; tries < 300; tries++) {
    const [finding] = templateFindings(rest) as Finding[];
    if (!finding) return rest;
    rest = (without(rest, finding.path) ?? {}) as object;
  }
  return {};
}

/** Templates in which everything that a pod has occurs, and nothing is wrong. */
export const templates: fc.Arbitrary<object> = struct('PodTemplateSpec').map((patch) => {
  const plain = JSON.parse(JSON.stringify(patch)) as { spec?: { containers?: { name: string }[]; [key: string]: unknown } };
  const [processor] = plain.spec?.containers ?? [];
  return repaired({
    ...plain,
    ...(plain.spec && { spec: { ...plain.spec, containers: processor ? [{ ...processor, name: 'processor' }] : [] } }),
  });
});
