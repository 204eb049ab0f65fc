import type { FromSchema } from 'json-schema-to-ts';

/** What a producer sends, the predecessor's format. Other properties are passed over, as the predecessor did. */
export const envelopeSchema = {
  type: 'object',
  required: ['content'],
  properties: {
    content: { anyOf: [{ type: 'string' }, { type: 'object' }, { type: 'array' }] },
    environment: { type: 'object', additionalProperties: { type: 'string' } },
  },
} as const;

export type Envelope = FromSchema<typeof envelopeSchema>;
