import * as z from 'zod/mini';

/** A schema in JSON Schema 2020-12, which OpenAPI 3.1 speaks. */
export type JsonSchema = Record<string, unknown>;

/** How one component is referred to from everywhere else. */
const uri = (name: string) => `#/components/schemas/${name}`;

/**
 * Every named schema, each as what is sent (`input`) or as what is answered (`output`), referring to the others by
 * name.
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
      // Answers may come to have further fields, which must not break whoever reads them.
      if (io === 'output' && context.jsonSchema.additionalProperties === false)
        delete context.jsonSchema.additionalProperties;
    },
  });
  return Object.fromEntries(
    Object.entries(made).map(([name, { $schema: _dialect, $id: _id, ...schema }]) => [name, schema]),
  );
}

/** A schema by itself, that refers to nothing. */
export function toJsonSchema(schema: z.ZodMiniType): JsonSchema {
  const { $schema: _dialect, ...made } = z.toJSONSchema(schema, { io: 'input', override: tidy });
  return made;
}

/** Leaves out what says nothing to a reader, and what is only a way of checking. */
function tidy({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  // The format says it shorter.
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  // What is a text on the wire only because query strings know nothing else; see `asParameter`.
  if (jsonSchema.type !== 'string') delete jsonSchema.pattern;
  listFields(jsonSchema);
}

/** A record with known keys is told as what it is to a reader: an object with these fields. */
function listFields(schema: z.core.JSONSchema.BaseSchema): void {
  const { propertyNames, additionalProperties } = schema;
  const names = typeof propertyNames === 'object' ? propertyNames.enum : undefined;
  if (!names || additionalProperties === undefined) return;
  schema.properties = Object.fromEntries(names.map((name) => [String(name), additionalProperties]));
  delete schema.propertyNames;
  delete schema.additionalProperties;
}
