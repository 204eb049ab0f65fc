import type { Settings } from '../settings.ts';

/** What the making of an entry's objects needs beside the entry. */
export interface Context {
  settings: Settings;
  /** generator/template, loaded where an entry has a template: it knows all fields of a pod, and takes its time to load. */
  templates?: typeof import('../template/template.ts');
}
