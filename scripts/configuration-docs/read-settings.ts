import type * as z from 'zod/mini';
import { configurationSchema } from '../../lib/configuration/schema.ts';

/** One setting, as its schema has it. */
export interface Setting {
  /** Its place in `cdk.json`, such as `cache.ttlSeconds`. */
  readonly path: string;
  /** Undefined: it has none. */
  readonly byDefault: unknown;
  /** What it must be, as an error says it. */
  readonly allowed: string;
}

/** Every setting, in the order of the schema. Those of one section with the same bounds for each source are one. */
export function readSettings(): readonly Setting[] {
  return settingsIn(configurationSchema, []);
}

const SOURCE = '<source>';

function settingsIn(schema: z.core.$ZodType, path: readonly string[]): readonly Setting[] {
  const { inner, byDefault } = unwrapped(schema);
  if (inner._zod.def.type !== 'object') {
    return [{ path: path.join('.'), byDefault, allowed: allowedBy(inner) }];
  }
  const { shape } = inner._zod.def as z.core.$ZodObjectDef;
  const settings = Object.entries(shape).flatMap(([name, child]) => settingsIn(child, [...path, name]));
  const [first] = settings;
  if (path.at(-1) !== 'silentSourceMinutes' || !first) return settings;
  return [{ ...first, path: [...path, SOURCE].join('.') }];
}

/** The schema below its default, and the default; a transformation before or after it changes no bounds. */
function unwrapped(schema: z.core.$ZodType): {
  readonly inner: z.core.$ZodType;
  readonly byDefault: unknown;
} {
  const { def } = schema._zod as { readonly def: z.core.$ZodTypeDef & Partial<Wrapping> };
  if (def.in && def.out) return unwrapped(def.in._zod.def.type === 'transform' ? def.out : def.in);
  if (!def.innerType) return { inner: schema, byDefault: undefined };
  const { inner, byDefault } = unwrapped(def.innerType);
  return { inner, byDefault: def.type === 'default' ? def.defaultValue : byDefault };
}

interface Wrapping {
  readonly in: z.core.$ZodType;
  readonly out: z.core.$ZodType;
  readonly innerType: z.core.$ZodType;
  readonly defaultValue: unknown;
}

/** Every check of a setting has the same message, which completes “it must be …”. */
function allowedBy(schema: z.core.$ZodType): string {
  const result = schema['~standard'].validate(null);
  const [issue] = ('issues' in result ? result.issues : undefined) ?? [];
  if (!issue) throw new Error('A setting takes null.');
  return issue.message;
}
