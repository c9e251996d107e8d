import type * as z from 'zod/mini';

/** The names of the fields that a schema allows at a place of a document, and of those one level deeper, as `usage.speed`. */
export function knownNames(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const shape = shapeAt(schema, path);
  return Object.entries(shape ?? {}).flatMap(([name, field]) => [
    name,
    ...Object.keys(shapeAt(field, []) ?? {}).map((inner) => `${name}.${inner}`),
  ]);
}

type Shape = Readonly<Record<string, z.core.$ZodType>>;

/*
 * Schemas are distinguished by the names of their types, not by their classes: reaching for those would put all of zod into
 * every function.
 */
interface Definition {
  readonly type: string;
  readonly shape?: Shape;
  readonly element?: z.core.$ZodType;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
}

function shapeAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): Shape | undefined {
  const { shape, element } = unwrapped(schema);
  const [first, ...rest] = path;
  if (element) return first === undefined ? undefined : shapeAt(element, rest);
  if (first === undefined || !shape) return shape;
  const field = Object.hasOwn(shape, first) ? shape[String(first)] : undefined;
  return field && shapeAt(field, rest);
}

/** The definition behind an optional or nullable field, one with a default, and one that is transformed. */
function unwrapped(schema: z.core.$ZodType): Definition {
  const definition: Definition = schema._zod.def;
  const inner = definition.innerType ?? (definition.type === 'pipe' ? definition.in : undefined);
  return inner ? unwrapped(inner) : definition;
}
