import { dirname } from 'node:path';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import type { Plugin } from 'esbuild';
import { keywordsModule, makeAjv, schemaInParts } from '../generator/entry/ajv.ts';
import { launchSettingsSchema } from '../handler/contract.ts';
import { envelopeSchema } from '../handler/envelope.ts';

const code = { source: true, esm: true };

/** Replaces the modules that compile JSON Schemas by what ajv generates for the same schemas, so that neither ajv nor compiling is in a bundle. */
export const compiledValidators: Plugin = {
  name: 'compiled validators',
  setup(build) {
    build.onLoad({ filter: /handler\/validator\.ts$/ }, () => {
      const ajv = new Ajv({ code }).addSchema(launchSettingsSchema, 'launchSettings').addSchema(envelopeSchema, 'envelope');
      const contents = standalone.default(ajv, { isLaunchSettings: 'launchSettings', isEnvelope: 'envelope' });
      return { contents, loader: 'js', resolveDir: import.meta.dirname };
    });
    build.onLoad({ filter: /generator\/entry\/validator\.ts$/ }, ({ path }) => {
      const generated = standalone.default(makeAjv(code).addSchema(schemaInParts(), 'entry'), { isEntry: 'entry' });
      const contents = `import * as ${keywordsModule} from './keywords.ts';\n${generated}`;
      return { contents, loader: 'js', resolveDir: dirname(path) };
    });
  },
};
