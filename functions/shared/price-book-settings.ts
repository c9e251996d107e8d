import * as z from 'zod/mini';
import { jsonText } from './json-text.ts';

/** What functions need that make price books. */
export const priceBookSettings = {
  /** Ids that name a model in the company's accounts only, and the ids they stand for. */
  MODEL_ALIASES: z.pipe(jsonText(), z.record(z.string(), z.string())),
};
