type Absent = null | undefined;

/** An object whose nullable fields became optional fields that are never null. */
export type WithoutAbsent<T> = {
  [K in keyof T as Extract<T[K], Absent> extends never ? K : never]: T[K];
} & {
  [K in keyof T as Extract<T[K], Absent> extends never ? never : K]?: NonNullable<T[K]>;
};

/** Drops the fields that are null or undefined. */
export function withoutAbsent<T extends object>(object: T): WithoutAbsent<T> {
  const present: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(object)) {
    if (value !== null && value !== undefined) present[field] = value;
  }
  return present as WithoutAbsent<T>;
}
