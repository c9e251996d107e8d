import * as z from 'zod/mini';

/** The names of the fields that a schema allows at a place of a document, and of those one level deeper, as `usage.speed`. */
export function knownNames(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const shape = shapeAt(schema, path);
  return Object.entries(shape ?? {}).flatMap(([name, field]) => [
    name,
    ...Object.keys(shapeAt(field, []) ?? {}).map((inner) => `${name}.${inner}`),
  ]);
}

type Shape = Readonly<Record<string, z.core.$ZodType>>;

function shapeAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): Shape | undefined {
  const plain = unwrapped(schema);
  const [first, ...rest] = path;
  if (plain instanceof z.core.$ZodArray)
    return first === undefined ? undefined : shapeAt(plain._zod.def.element, rest);
  if (!(plain instanceof z.core.$ZodObject)) return undefined;
  const shape: Shape = plain._zod.def.shape;
  if (first === undefined) return shape;
  const field = Object.hasOwn(shape, first) ? shape[String(first)] : undefined;
  return field && shapeAt(field, rest);
}

/** What is behind an optional or nullable field, one with a default, and one that is transformed. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (
    schema instanceof z.core.$ZodOptional ||
    schema instanceof z.core.$ZodNullable ||
    schema instanceof z.core.$ZodDefault
  )
    return unwrapped(schema._zod.def.innerType);
  return schema instanceof z.core.$ZodPipe ? unwrapped(schema._zod.def.in) : schema;
}
