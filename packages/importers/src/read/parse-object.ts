import { isJsonObject } from '@token-ledger/core';

type JsonObject = Readonly<Record<string, unknown>>;

/** The object that bytes of UTF-8 are the JSON of; undefined if they are that of no object. */
export function parseObject(bytes: Buffer | string): JsonObject | undefined {
  try {
    const text = typeof bytes === 'string' ? bytes : bytes.toString('utf8');
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isJsonObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** An object that came as such, or as its JSON, as in CSV. */
export function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'string' ? parseObject(value) : isJsonObject(value) ? value : undefined;
}
