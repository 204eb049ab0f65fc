import { expect, it } from '@jest/globals';
import { expand } from '../../../handler/local/expand.ts';

it.each([
  ['a $(HOST):$(PORT)', 'a db:5432'],
  ['$$(HOST)', '$(HOST)'],
  ['$$$(HOST)', '$db'],
  ['$(UNKNOWN) stays', '$(UNKNOWN) stays'],
  ['$HOST $(date', '$HOST $(date'],
  ['echo $$', 'echo $'],
  ['$(EMPTY)', ''],
])('expands %j to %j, as Kubernetes does', (text, expected) => {
  const variables = new Map([
    ['HOST', 'db'],
    ['PORT', '5432'],
    ['EMPTY', ''],
  ]);
  expect(expand(text, variables)).toBe(expected);
});
