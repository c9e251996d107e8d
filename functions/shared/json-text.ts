import * as z from 'zod/mini';

/** A variable that holds JSON. Beside `environment.ts`, because every function would carry what reads it. */
export const jsonText = () =>
  z.pipe(
    z.string(),
    z.transform((value, { issues }): unknown => {
      try {
        return JSON.parse(value);
      } catch {
        issues.push({ code: 'custom', message: 'is not JSON', input: value });
        return z.NEVER;
      }
    }),
  );
