import * as z from 'zod/mini';

/** A schema in JSON Schema 2020-12, the dialect of OpenAPI 3.1. */
export type JsonSchema = Record<string, unknown>;

/** The reference to a component. */
const uri = (name: string) => `#/components/schemas/${name}`;

/**
 * Every named schema, as a request (`input`) or an answer (`output`), with references to the others by name.
 */
export function toJsonSchemas(
  schemas: Readonly<Record<string, z.ZodMiniType>>,
  io: 'input' | 'output',
): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const { schemas: made } = z.toJSONSchema(registry, {
    io,
    uri,
    override: (context) => {
      tidy(context);
      // Answers may gain fields, which must not break clients.
      if (io === 'output' && context.jsonSchema.additionalProperties === false)
        delete context.jsonSchema.additionalProperties;
    },
  });
  return Object.fromEntries(
    Object.entries(made).map(([name, { $schema: _dialect, $id: _id, ...schema }]) => [name, schema]),
  );
}

/** A schema without references. */
export function toJsonSchema(schema: z.ZodMiniType): JsonSchema {
  const { $schema: _dialect, ...made } = z.toJSONSchema(schema, { io: 'input', override: tidy });
  return made;
}

/** Removes what says nothing to a reader, and what only serves the check. */
function tidy({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  // The format says the same in one word.
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  // A number is a text only because query strings have no other type.
  if (jsonSchema.type !== 'string') delete jsonSchema.pattern;
  listFields(jsonSchema);
}

/** Shows a record with known keys as an object with these fields. */
function listFields(schema: z.core.JSONSchema.BaseSchema): void {
  const { propertyNames, additionalProperties } = schema;
  const names = typeof propertyNames === 'object' ? propertyNames.enum : undefined;
  if (!names || additionalProperties === undefined) return;
  schema.properties = Object.fromEntries(names.map((name) => [String(name), additionalProperties]));
  delete schema.propertyNames;
  delete schema.additionalProperties;
}
