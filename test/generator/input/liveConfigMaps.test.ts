import { describe, expect, it } from '@jest/globals';
import { type Cluster, type LiveConfigMap, labelledConfigMaps, oneConfigMap } from '../../../generator/input/liveConfigMaps.ts';

const live = (name: string): LiveConfigMap => ({ metadata: { name, namespace: 'n', labels: { a: 'b' } }, data: { k: 'v' } });
const none: Cluster = { configMap: async () => undefined, labelled: async () => undefined };

describe('ConfigMaps of a cluster', () => {
  it('are read as the manifest that was applied, without what only the server sets', async () => {
    const [source] = await oneConfigMap({ ...none, configMap: async (name) => live(name) }, 'x', 'n');
    expect(source).toEqual({ name: 'configmap n/x', text: expect.any(String), live: true });
    expect(JSON.parse(source?.text ?? '')).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'x', namespace: 'n' },
      data: { k: 'v' },
    });
  });

  it('are a fault where the one is not there, which says how to name another', async () => {
    await expect(oneConfigMap(none, 'x', 'n')).rejects.toThrow(
      /^configmap n\/x: is not there; --config-map-name .*--pod-namespace .*--all-namespaces/,
    );
  });

  it('are listed page by page', async () => {
    const pages: Record<string, { items: LiveConfigMap[]; next?: string }> = {
      '': { items: [live('a'), live('b')], next: 't' },
      t: { items: [live('c')], next: '' },
    };
    const found = await labelledConfigMaps({ ...none, labelled: async (_, from = '') => pages[from] });
    expect(found.map(({ name }) => name)).toEqual(['configmap n/a', 'configmap n/b', 'configmap n/c']);
  });

  it('are listed anew where the server has forgotten the list, but not for ever', async () => {
    const asked: (string | undefined)[] = [];
    const forgetful = (times: number): Cluster => ({
      ...none,
      labelled: async (_, from) => {
        asked.push(from);
        if (from === undefined) return { items: [live('a')], next: 't' };
        return asked.filter((one) => one === 't').length > times ? { items: [live('b')] } : undefined;
      },
    });
    expect(await labelledConfigMaps(forgetful(1))).toHaveLength(2);
    expect(asked).toEqual([undefined, 't', undefined, 't']);
    await expect(labelledConfigMaps(forgetful(Infinity))).rejects.toThrow('expires');
  });

  it('are asked for by their label, and a fault where none has it', async () => {
    const selectors: string[] = [];
    const empty: Cluster = {
      ...none,
      labelled: async (selector) => {
        selectors.push(selector);
        return { items: [] };
      },
    };
    await expect(labelledConfigMaps(empty)).rejects.toThrow('no ConfigMap has the label event-jobs.goci.io/config=true');
    expect(selectors).toEqual(['event-jobs.goci.io/config=true']);
  });
});
