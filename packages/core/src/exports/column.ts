/** The kind of a column decides how each format writes it. A `decimal` is an exact decimal text. */
export type ColumnKind = 'text' | 'integer' | 'decimal' | 'boolean' | 'instant';

/** Null means no value. Instants are in ISO 8601, in UTC. */
export type CellValue = string | number | bigint | boolean | null;

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** A column, and how to get its value for a row. */
export interface ColumnOf<Subject> {
  readonly kind: ColumnKind;
  readonly value: (subject: Subject) => CellValue | undefined;
}

/** Selects columns by name, in the order of the names. */
export function chooseColumns<Subject>(
  columns: Readonly<Record<string, ColumnOf<Subject>>>,
  names: readonly string[],
): { readonly columns: readonly Column[]; readonly valuesOf: (subject: Subject) => readonly CellValue[] } {
  const chosen = names.map((name) => {
    const column = columns[name];
    if (!column) throw new RangeError(`There is no column ${name}.`);
    return { name, ...column };
  });
  return {
    columns: chosen.map(({ name, kind }) => ({ name, kind })),
    valuesOf: (subject) => chosen.map(({ value }) => value(subject) ?? null),
  };
}
