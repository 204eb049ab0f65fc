import type { Cell } from '../cells/cell.ts';
import type { Load } from './loads.ts';

/** A step that may not come again however often it is aimed at: a look that is repeated comes as often as it takes. */
export function mayStayAway(step: string): boolean {
  return / \(\d+\)$/.test(step);
}

/** The steps at which a message passes from one keeper to the next, and what its processor needs comes to be. */
export function decisive({ runner }: Cell, { deeds }: Load): readonly string[] {
  const kept = runner === 'exec' ? [...posted('secrets'), 'launcher: rename to message'] : [...posted('jobs'), ...posted('secrets')];
  return [
    'launcher: basic.get',
    ...(deeds.length > 0 ? ['broker: basic.get-ok', 'launcher: basic.ack'] : ['broker: basic.get-empty']),
    ...(deeds.includes('keep') ? kept : []),
    ...(deeds.includes('publish') ? ['launcher: basic.publish', 'broker: basic.ack'] : []),
    'launcher: rename to handover',
    'launcher: rename to outcome',
  ];
}

function posted(kind: string): string[] {
  return [`launcher: POST ${kind}`, `API server: POST ${kind} 201`];
}
