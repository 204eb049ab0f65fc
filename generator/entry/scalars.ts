/** Kinds of values that several keys of an entry have, as JSON Schema. */
const int32 = 2 ** 31 - 1;

/** For those who want no bound: the largest number that the field can hold. */
export const unbounded = int32;

/** RabbitMQ's short string, in bytes of UTF-8. */
export const shortString = 255;

export function whole<const Least extends number, const Most extends number = typeof int32>(minimum: Least, maximum?: Most) {
  const most = maximum ?? int32;
  return { type: 'integer', minimum, maximum: most, allowed: `a whole number from ${minimum} to ${most}` } as const;
}

export const flag = { type: 'boolean', allowed: 'true or false' } as const;

export const queueName = {
  type: 'string',
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
  maxBytes: shortString,
  allowed: `a queue's name: 1 to ${shortString} bytes without control characters`,
} as const;

export const words = {
  type: 'array',
  items: { type: 'string', pattern: '^[^\\u0000]*$', allowed: 'text without NUL' },
  allowed: 'a list of texts',
} as const;
