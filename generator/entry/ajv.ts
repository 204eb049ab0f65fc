import { _, Ajv, type CodeKeywordDefinition, type CodeOptions, Name } from 'ajv';
import { entrySchema } from './entry.ts';
import { type Keyword, keywords } from './keywords.ts';

/** The name by which code that is generated ahead calls the module keywords.ts. */
export const keywordsModule = 'keywords';

/** Finds all that is wrong with a value at once. The keywords of our own are calls of their rules, so that they can be generated ahead. */
export function makeAjv(code: CodeOptions = {}): Ajv {
  const ajv = new Ajv({ allErrors: true, verbose: true, messages: false, strict: true, allowUnionTypes: true, inlineRefs: false, code });
  ajv.addKeyword({ keyword: 'allowed', schemaType: 'string' });
  for (const [name, keyword] of Object.entries(keywords)) ajv.addKeyword(definition(name, keyword));
  return ajv;
}

function definition(keyword: string, { type, rule }: Keyword): CodeKeywordDefinition {
  const code = _`${new Name(keywordsModule)}.keywords.${new Name(keyword)}.rule`;
  return {
    keyword,
    type,
    error: { message: '', params: ({ params: { found } }) => _`{found: ${found}}` },
    code: (context) => {
      const { gen, schemaCode, data } = context;
      const found = gen.const('found', _`${gen.scopeValue('keyword', { ref: rule, code })}(${schemaCode}, ${data})`);
      context.setParams({ found });
      context.fail(_`${found} !== true`);
    },
  };
}

/** The entry's schema with a function for each key: only those of the keys that an entry has are ever compiled by V8. */
export function schemaInParts(): object {
  const keys = Object.entries(entrySchema.properties);
  const parts = keys.map(([key, { allowed }]) => [key, { $ref: `#/definitions/${key}`, allowed }]);
  return { ...entrySchema, properties: Object.fromEntries(parts), definitions: entrySchema.properties };
}
