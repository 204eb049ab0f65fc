import fc from 'fast-check';

/**
 * Patches as users write them, and odder ones: with nulls and directives. They are no valid templates on purpose (some touch what is
 * not theirs): the merge must do what kubectl does with any patch.
 */
const names = {
  containers: fc.constantFrom('processor', 'processor', 'processor', 'a'),
  initContainers: fc.constantFrom('launcher', 'launcher', 'a', 'b'),
  volumes: fc.constantFrom('event', 'token', 'a', 'b'),
};
const secret = fc.constantFrom('a', 'b', 'c');
const text = fc.constantFrom('', 'x', 'y', 'info', '/event', '/data', '/tmp');
const amount = fc.constantFrom('10m', '0.5', 1, '1024Mi', '1Gi', '64Mi', null);

const record = <T extends object>(model: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) => fc.record(model, { requiredKeys: [] });
const orNull = <T>(one: fc.Arbitrary<T>) => fc.option(one, { freq: 12 });
/** One time in so many. */
const seldom = <T>(one: fc.Arbitrary<T>, times = 12) =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one });

/** A map that now and then is replaced or deleted. */
const patched = (map: fc.Arbitrary<object>) =>
  orNull(
    fc
      .tuple(
        map,
        seldom(fc.constantFrom('replace', 'delete')).map((directive) => directive && { $patch: directive }),
      )
      .map(([inner, directive]) => ({ ...inner, ...directive })),
  );

/** A list of items with different keys, and items that delete or replace. */
function items(key: string, keys: fc.Arbitrary<string | number>, item: fc.Arbitrary<object>) {
  const one = fc.tuple(keys, item).map(([value, inner]) => ({ [key]: value, ...inner }));
  const merged = fc.uniqueArray(one, { selector: (map) => (map as Record<string, unknown>)[key], maxLength: 4 });
  const deletions = seldom(keys, 4).map((value) => (value === undefined ? [] : [{ $patch: 'delete', [key]: value }]));
  const replacement = seldom(fc.constant({ $patch: 'replace' })).map((directive) => (directive ? [directive] : []));
  return fc.tuple(replacement, merged, deletions).map((parts) => parts.flat());
}

/** Now and then with the order of its items, and of others. */
function list(field: string, key: string, keys: fc.Arbitrary<string | number>, item: fc.Arbitrary<object>) {
  const order = fc.tuple(seldom(fc.uniqueArray(keys, { minLength: 1, maxLength: 3 }), 4), fc.boolean());
  return fc.tuple(orNull(items(key, keys, item)), order).map(([given, [others, before]]) => {
    if (others === undefined || given === null) return { [field]: given };
    const own = given.filter((one) => !('$patch' in one)).map((one) => (one as Record<string, unknown>)[key]);
    const rest = others.filter((one) => !own.includes(one));
    const all = before ? [...rest, ...own] : [...own, ...rest];
    return { [field]: given, ...(all.length > 0 && { [`$setElementOrder/${field}`]: all.map((value) => ({ [key]: value })) }) };
  });
}

const together = (...parts: fc.Arbitrary<object>[]) =>
  fc.tuple(...parts.map((part) => fc.option(part, { nil: {}, freq: 4 }))).map((maps) => Object.assign({}, ...maps) as object);

const variable = record({ value: orNull(text), valueFrom: patched(record({ fieldRef: fc.constant({ fieldPath: 'metadata.name' }) })) });
const resources = patched(
  record({ requests: patched(record({ cpu: amount, memory: amount })), limits: patched(record({ memory: amount })) }),
);
const security = patched(
  record({
    runAsUser: orNull(fc.nat(3)),
    runAsNonRoot: orNull(fc.boolean()),
    capabilities: patched(record({ drop: fc.constantFrom(['ALL'], [], null), add: fc.constant(['KILL']) })),
  }),
);
const deletedArguments = fc.constantFrom(
  { '$deleteFromPrimitiveList/command': ['/bin/invoices'] },
  { command: ['x'] },
  { command: null },
  {},
);

const container = together(
  record({ image: orNull(text), workingDir: text, resources, securityContext: security, stdin: fc.boolean() }),
  list('env', 'name', fc.constantFrom('LEVEL', 'EMPTY', 'MEMORY', 'A', 'B'), variable),
  list(
    'volumeMounts',
    'mountPath',
    fc.constantFrom('/event', '/var/run/secrets/kubernetes.io/serviceaccount', '/data'),
    record({ name: names.volumes, readOnly: orNull(fc.boolean()) }),
  ),
  list('ports', 'containerPort', fc.constantFrom(80, 443), record({ name: text, protocol: fc.constantFrom('TCP', 'UDP') })),
  deletedArguments,
);

/** Sometimes only what `$retainKeys` names stays of a volume. */
const volume = fc
  .tuple(
    fc.constantFrom(
      { emptyDir: { medium: 'Memory' } },
      { emptyDir: {} },
      { emptyDir: null, secret: { secretName: 'x' } },
      { secret: { secretName: 'y', defaultMode: 0 } },
      {},
    ),
    fc.boolean(),
  )
  .map(([source, retain]) => ({ ...source, ...(retain && { $retainKeys: ['name', ...Object.keys(source)] }) }));

const texts = patched(
  fc.dictionary(fc.constantFrom('team', 'a', 'b', 'linkerd.io/inject'), orNull(text), { noNullPrototype: true, maxKeys: 3 }),
);

const spec = together(
  record({
    nodeSelector: texts,
    tolerations: orNull(fc.constantFrom([], [{ operator: 'Exists' }], [{ key: 'a', value: '', effect: 'NoSchedule' }])),
    hostNetwork: fc.boolean(),
    terminationGracePeriodSeconds: orNull(fc.nat(60)),
    enableServiceLinks: orNull(fc.boolean()),
    securityContext: security,
    affinity: patched(record({ nodeAffinity: patched(fc.constant({ preferredDuringSchedulingIgnoredDuringExecution: [] })) })),
    priorityClassName: orNull(text),
  }),
  list('containers', 'name', names.containers, container),
  list('initContainers', 'name', names.initContainers, container),
  list('volumes', 'name', names.volumes, volume),
  list('imagePullSecrets', 'name', secret, fc.constant({})),
  list('hostAliases', 'ip', fc.constantFrom('10.0.0.1', '10.0.0.2'), record({ hostnames: fc.constant(['a']) })),
  list('topologySpreadConstraints', 'topologyKey', fc.constantFrom('zone', 'node'), record({ maxSkew: fc.nat(2) })),
);

export const patches: fc.Arbitrary<object> = record({
  metadata: patched(record({ labels: texts, annotations: texts })),
  spec: patched(spec),
});
