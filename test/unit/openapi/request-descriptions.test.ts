import { expect, it } from '@jest/globals';
import { openApiDocument, REQUEST_DESCRIPTIONS } from '@token-ledger/contract/openapi';

interface Schema {
  readonly properties: Readonly<Record<string, { readonly description?: string }>>;
}

const { components } = openApiDocument('1.0.0') as {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

it.each(Object.entries(REQUEST_DESCRIPTIONS))(
  'every field of %s is described in the reference',
  (name, texts) => {
    const fields = Object.entries(components.schemas[name]?.properties ?? {});
    expect(fields.map(([field]) => field).toSorted()).toEqual(Object.keys(texts).toSorted());
    for (const [field, { description }] of fields)
      expect([field, description]).toEqual([field, texts[field]]);
  },
);
