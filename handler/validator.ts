/**
 * The launcher's JSON Schemas, compiled. The build replaces this module by the code that ajv generates from the same schemas, as
 * compiling at start-up costs 40 ms and half a megabyte of bundle in every Job.
 */
import { Ajv, type ValidateFunction } from 'ajv';
import { type LaunchSettings, launchSettingsSchema } from './contract.ts';
import { type Envelope, envelopeSchema } from './envelope.ts';

const ajv = new Ajv();

export const isLaunchSettings: ValidateFunction<LaunchSettings> = ajv.compile(launchSettingsSchema);
export const isEnvelope: ValidateFunction<Envelope> = ajv.compile(envelopeSchema);
