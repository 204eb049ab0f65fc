/**
 * The entry's schema, compiled. The build replaces this module by the code that ajv generates here, as loading ajv and compiling the
 * schema takes longer than all else that one entry needs.
 */
import type { ValidateFunction } from 'ajv';
import { makeAjv, schemaInParts } from './ajv.ts';
import type { Entry } from './entry.ts';

export const isEntry: ValidateFunction<Entry> = makeAjv().compile<Entry>(schemaInParts());
