import { load } from 'js-yaml';
import { type Document, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { ConfigError } from '../fault.ts';
import type { KubernetesObject } from '../output/object.ts';
import { printed } from '../output/printer.ts';
import type { Result } from './result.ts';

/** An object of the list as it is written there, and what it says. */
export interface Item {
  node: YAMLMap;
  object: Partial<KubernetesObject>;
}

/** What the KRM Functions Specification has functions read and write (config.kubernetes.io/v1). */
export interface ResourceList {
  items: Item[];
  functionConfig: Partial<KubernetesObject>;
  document: Document;
  nodes: YAMLSeq;
}

/** No scalar is anything but a text, so that each is written again as it came: `no`, `1.0` and large numbers, too. */
const asWritten = { schema: 'failsafe' } as const;

/** Throws a ConfigError where the text is something else. */
export function readResourceList(text: string): ResourceList {
  const document = parseDocument(text, asWritten);
  const value = text.trim() === '' ? undefined : parsed(text);
  const [error] = document.errors;
  if (error) throw noYaml(error);
  const nodes = isMap(document.contents) ? document.get('items') : undefined;
  if (value?.kind !== 'ResourceList' || !isSeq(nodes) || !nodes.items.every((node) => isMap(node)))
    throw new ConfigError(
      '<stdin>: is no ResourceList, which kustomize and kpt hand to functions; from files, event-jobs generate makes manifests',
    );
  const objects = value.items as Partial<KubernetesObject>[];
  return {
    document,
    nodes,
    functionConfig: (value.functionConfig ?? {}) as Partial<KubernetesObject>,
    items: nodes.items.map((node, index) => ({ node: node as YAMLMap, object: objects[index] ?? {} })),
  };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return load(text) as Record<string, unknown>;
  } catch (cause) {
    throw noYaml(cause as Error);
  }
}

function noYaml(cause: Error): ConfigError {
  return new ConfigError(`<stdin>: is no YAML: ${cause.message.split('\n')[0]}`, { cause });
}

export function isObject(object: Partial<KubernetesObject>): object is KubernetesObject {
  return typeof object.apiVersion === 'string' && typeof object.kind === 'string' && typeof object.metadata?.name === 'string';
}

/** As a node of a list. */
export function itemOf(object: object): Item {
  return { node: parseDocument(printed(object), asWritten).contents as YAMLMap, object: object as KubernetesObject };
}

export function printResourceList({ document, nodes }: ResourceList, items: readonly Item[], results: readonly Result[]): string {
  // JSON comes out as YAML that looks much alike: what is added to it is not.
  for (const collection of [document.contents as YAMLMap, nodes]) collection.flow = false;
  nodes.items = items.map(({ node }) => node);
  document.delete('results');
  if (results.length > 0) document.set('results', parseDocument(printed(results), asWritten).contents);
  return document.toString({ lineWidth: 0 });
}
