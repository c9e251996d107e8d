import { type AttributeName, type Attributes, textOf } from './attributes.ts';
import type { TelemetryEntry } from './entry.ts';

/** A name in the plain form of an id. Everything else is left out, so that a label never costs a record. */
const PLAIN = /^[\w.:@/+-]{1,64}$/;

/** Metadata of those attributes that are there, by their names in the ledger. */
export function labelsOf(
  { resource, attributes }: TelemetryEntry,
  names: Readonly<Record<string, AttributeName>>,
): { readonly metadata?: Readonly<Record<string, string>> } {
  const pairs = Object.entries(names).flatMap(([label, name]) => {
    const text = anyText(attributes, resource, name);
    return text !== undefined && PLAIN.test(text) ? [[label, text] as const] : [];
  });
  return pairs.length > 0 ? { metadata: Object.fromEntries(pairs) } : {};
}

/** An attribute of the entry itself or, without it, of the process. Claude Code repeats those of the process. */
export function anyText(
  attributes: Attributes,
  resource: Attributes,
  name: AttributeName,
): string | undefined {
  return textOf(attributes, name) ?? textOf(resource, name);
}
