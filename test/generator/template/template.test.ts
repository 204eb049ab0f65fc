import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonical } from '../../../generator/template/canonical.ts';
import type { Fields } from '../../../generator/template/json.ts';
import { merge } from '../../../generator/template/merge.ts';
import {
  applyTemplate,
  launcherPart,
  resultFindings,
  sharedPodFindings,
  templateFindings,
  variablesOf,
} from '../../../generator/template/template.ts';
import { base, folder, goldenCase } from './goldenCase.ts';
import { patches as anyPatches } from './patches.ts';

/** Those that kubectl does not refuse. */
const patches = anyPatches.filter((patch) => {
  try {
    return Boolean(merge(base as Fields, patch as Fields, 'PodTemplateSpec'));
  } catch {
    return false;
  }
});

/** The same with each map's keys the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

/** Without directives: one inside of something new has nothing to work on the first time, and has the second. */
function plain(patch: unknown): unknown {
  if (Array.isArray(patch)) return patch.filter((item) => !Object.hasOwn(Object(item), '$patch')).map(plain);
  if (typeof patch !== 'object' || patch === null) return patch;
  const entries = Object.entries(patch).filter(([key]) => !key.startsWith('$'));
  return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]));
}

const form = (template: object) => canonical(template as Fields, 'PodTemplateSpec', base as Fields);

describe('applyTemplate', () => {
  it('leaves a pod template as it is without a patch', () => {
    expect(JSON.stringify(applyTemplate(base, {}))).toBe(JSON.stringify(base));
  });

  it('changes neither the pod template nor the patch', () => {
    const [before, patch] = [JSON.stringify(base), { spec: { containers: [{ name: 'processor', env: [{ name: 'A', value: 'b' }] }] } }];
    applyTemplate(base, patch);
    expect(JSON.stringify(base)).toBe(before);
    expect(patch).toEqual({ spec: { containers: [{ name: 'processor', env: [{ name: 'A', value: 'b' }] }] } });
  });

  it('gives the same bytes whatever the order of keys', () => {
    fc.assert(
      fc.property(patches, (patch) => {
        expect(JSON.stringify(applyTemplate(base, reversed(patch) as object))).toBe(JSON.stringify(applyTemplate(base, patch)));
      }),
    );
  });

  it('gives what it gave when a patch without directives is applied once more', () => {
    fc.assert(
      fc.property(patches.map(plain), (patch) => {
        const once = applyTemplate(base, patch as object);
        // Items that are new come in the patch's order, then have a place of their own.
        expect(sortedLists(applyTemplate(once, patch as object))).toEqual(sortedLists(once));
      }),
    );
  });

  it('gives a form that does not change any more', () => {
    fc.assert(
      fc.property(patches, (patch) => {
        const made = form(merge(base as Fields, patch as Fields, 'PodTemplateSpec'));
        expect(JSON.stringify(form(made))).toBe(JSON.stringify(made));
      }),
    );
  });
});

const oddValues = [
  null,
  '',
  0,
  -1,
  1e21,
  'x',
  '/',
  true,
  {},
  [],
  [null],
  [{}],
  [[]],
  { $patch: 'replace' },
  { $patch: 'delete' },
  [{ $patch: 'delete' }],
];

/** With another value in some place. */
function replaced(value: unknown, choices: Iterator<number>, other: unknown): unknown {
  if (typeof value !== 'object' || value === null) return other;
  const keys = Object.keys(value);
  const key = keys[choices.next().value % (keys.length + 1)];
  if (key === undefined) return other;
  const inner = replaced((value as Record<string, unknown>)[key], choices, other);
  return Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner };
}

function sortedLists(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedLists).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sortedLists(inner)]));
}

describe('templateFindings', () => {
  it('says something of every value that is no map, and never throws', () => {
    for (const value of [null, undefined, 1, 'x', true, []]) expect(templateFindings(value)).toHaveLength(1);
    fc.assert(fc.property(fc.anything({ withNullPrototype: false }), (value) => Array.isArray(templateFindings(value))));
  });

  it('finds what is wrong, or what is there can be applied, whatever stands in the place of a good value', () => {
    const good = readdirSync(folder).map((name) => goldenCase(name).patch as object);
    const junk = fc.oneof(fc.constantFrom(...oddValues), fc.anything({ maxDepth: 1 }));
    fc.assert(
      fc.property(fc.constantFrom(...good), fc.infiniteStream(fc.nat()), junk, (patch, choices, value) => {
        const spoilt = replaced(patch, choices, value) as object;
        if (templateFindings(spoilt).length === 0) applyTemplate(base, spoilt);
      }),
      { numRuns: 2000 },
    );
  });

  it('points at the key where a key is wrong', () => {
    const parts = templateFindings({ spec: { nodeSelecter: {}, hostPID: true } }).map((finding) => ('part' in finding ? finding.part : ''));
    expect(parts).toEqual(['key', 'key']);
  });
});

describe('launcherPart', () => {
  it('has metadata, and of spec where the launcher may run and with which pull secrets', () => {
    const part = {
      metadata: { annotations: { a: 'b' } },
      spec: {
        tolerations: [{ operator: 'Exists' }],
        nodeSelector: { a: 'b' },
        affinity: {},
        imagePullSecrets: [{ name: 'a' }],
        '$setElementOrder/imagePullSecrets': [{ name: 'a' }],
        priorityClassName: 'a',
      },
    };
    const others = { containers: [], volumes: [], securityContext: {}, '$setElementOrder/volumes': [{ name: 'a' }] };
    expect(launcherPart({ ...part, spec: { ...part.spec, ...others } })).toEqual(part);
  });

  it('is empty where the patch has none of that', () => {
    expect(launcherPart({ spec: { containers: [] } })).toEqual({});
  });
});

describe('sharedPodFindings', () => {
  const patch = {
    spec: {
      securityContext: { runAsUser: 0 },
      volumes: [
        { name: 'a', emptyDir: {} },
        { name: 'b', projected: { sources: [{ secret: { name: 'a' } }, { serviceAccountToken: { path: 'token' } }] } },
      ],
    },
  };

  it("are a token of the launcher's ServiceAccount, and root for the launcher", () => {
    expect(sharedPodFindings(patch).map(({ path }) => path.join('.'))).toEqual([
      'spec.securityContext.runAsUser',
      'spec.volumes.1.projected.sources.1.serviceAccountToken',
    ]);
  });

  it('are none of a template for any pod', () => {
    expect(templateFindings(patch)).toEqual([]);
    expect(sharedPodFindings({ spec: { securityContext: { runAsUser: 1 } } })).toEqual([]);
  });
});

describe('resultFindings', () => {
  const withResources = (resources: object) => ({ spec: { containers: [{ name: 'processor', resources }] } });

  it("compares the patch's requests with the entry's limits", () => {
    expect(resultFindings(base, withResources({ requests: { memory: '1Gi' } }))).toMatchObject([
      { path: ['spec', 'containers', 0, 'resources', 'requests', 'memory'], problem: 'requests 1Gi and is limited to 96Mi' },
    ]);
  });

  it('finds nothing where they fit', () => {
    expect(resultFindings(base, withResources({ requests: { memory: '1Gi' }, limits: { memory: '1Gi' } }))).toEqual([]);
    expect(resultFindings(base, {})).toEqual([]);
  });
});

describe('variablesOf', () => {
  it("names the processor's variables", () => {
    expect(variablesOf({ spec: { containers: [{ name: 'processor', env: [{ name: 'A', value: '1' }, { name: 'B' }] }] } })).toEqual([
      'A',
      'B',
    ]);
    expect(variablesOf({})).toEqual([]);
  });
});
