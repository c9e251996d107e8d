import * as z from 'zod/mini';

/** Stands for what a sample leaves out. */
const LEFT_OUT = '…';

type Path = readonly PropertyKey[];

/**
 * A check of samples by a schema: what is wrong, missing, or not in the schema. An object with the field “…” is shortened: it may
 * lack fields, and those it has must be right.
 */
export const problemsOf =
  (schema: z.core.$ZodType | undefined) =>
  (sample: unknown): readonly string[] => {
    if (!schema) return ['has no schema'];
    const shown = withoutMarks(sample);
    const result = z.safeParse(schema, shown);
    const issues = (result.error?.issues ?? []).filter(
      ({ path }) => !(at(shown, path) === undefined && isShortened(at(sample, path.slice(0, -1)))),
    );
    const problems = issues.map(({ path, message }) => `${path.join('/')}: ${message}`);
    return problems.length > 0 || !result.success ? problems : unknownFields(shown, result.data, '');
  };

function withoutMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== LEFT_OUT).map(withoutMarks);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== LEFT_OUT)
      .map(([name, inner]) => [name, withoutMarks(inner)]),
  );
}

function isShortened(value: unknown): boolean {
  return typeof value === 'object' && value !== null && LEFT_OUT in value;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key],
    value,
  );
}

/** The fields of a sample that its schema drops. */
function unknownFields(shown: unknown, parsed: unknown, path: string): readonly string[] {
  if (typeof shown !== 'object' || shown === null) return [];
  return Object.entries(shown).flatMap(([name, inner]) => {
    const known = (parsed as Readonly<Record<string, unknown>>)[name];
    return known === undefined
      ? [`${path}/${name}: is not in the schema`]
      : unknownFields(inner, known, `${path}/${name}`);
  });
}
