import { labels, managedBy } from '../../handler/contract.ts';
import { component } from '../entry/labels.ts';
import type { Metadata } from './metadata.ts';

/**
 * Nobody connects to an event job. What it may connect to is not said: a policy cannot name the broker's or a processor's DNS hosts, and
 * one that names none would cut the processor off.
 */
export function networkPolicy(metadata: Metadata): object {
  const matchLabels = { [labels.managedBy]: managedBy, 'app.kubernetes.io/component': component };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: { podSelector: { matchLabels }, policyTypes: ['Ingress'] },
  };
}
