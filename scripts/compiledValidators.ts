import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import type { Plugin } from 'esbuild';
import { launchSettingsSchema } from '../handler/contract.ts';
import { envelopeSchema } from '../handler/envelope.ts';

/** Replaces handler/validator.ts by what ajv generates for the same schemas, so that neither ajv nor compiling is in the launcher. */
export const compiledValidators: Plugin = {
  name: 'compiled validators',
  setup(build) {
    build.onLoad({ filter: /handler\/validator\.ts$/ }, () => {
      const ajv = new Ajv({ code: { source: true, esm: true } });
      ajv.addSchema(launchSettingsSchema, 'launchSettings').addSchema(envelopeSchema, 'envelope');
      const contents = standalone.default(ajv, { isLaunchSettings: 'launchSettings', isEnvelope: 'envelope' });
      return { contents, loader: 'js', resolveDir: import.meta.dirname };
    });
  },
};
