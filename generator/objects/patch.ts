import type { Context } from './context.ts';

/** The pod template with the entry's `template` over it. */
export function patched(podTemplate: object, patch: object | undefined, { templates }: Context): object {
  if (patch === undefined || Object.keys(patch).length === 0) return podTemplate;
  if (templates === undefined) throw new Error('generator/template is not loaded');
  return templates.applyTemplate(podTemplate, patch);
}
