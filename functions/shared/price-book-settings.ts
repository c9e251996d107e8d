import * as z from 'zod/mini';

/* Beside `environment.ts`, because every function would carry what reads these. */

/** An object of texts, as JSON. */
const mapping = () =>
  z.pipe(
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
    ),
    z.record(z.string(), z.string()),
  );

/** What functions need that make price books. */
export const priceBookSettings = {
  /** Ids that name a model in the company's accounts only, and the ids they stand for. */
  MODEL_ALIASES: mapping(),
};
