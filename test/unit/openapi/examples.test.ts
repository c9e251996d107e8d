import { describe, expect, it } from '@jest/globals';
import { OPERATIONS } from '@token-ledger/contract/openapi';
import * as z from 'zod/mini';

const operations = Object.entries(OPERATIONS);

describe('the examples of the reference', () => {
  it.each(operations.filter(([, { answer }]) => answer.schema))(
    '%s is answered as its schema says',
    (_, { answer }) => {
      const { schema, example } = answer;
      // Equal: fields that the schema does not know would be missing.
      expect(schema && z.parse(schema, example)).toEqual(example);
    },
  );

  const bodies = operations.flatMap(([name, { body }]) =>
    body?.schema
      ? Object.entries(body.examples).map(
          ([title, value]) => [name, title, body.schema as z.ZodMiniType, value] as const,
        )
      : [],
  );

  it.each(bodies)('%s takes the request “%s”', (_name, _title, schema, value) => {
    expect(z.safeParse(schema, value).error?.issues ?? []).toEqual([]);
  });
});
