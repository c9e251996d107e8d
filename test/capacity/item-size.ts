/*
 * DynamoDB's billed sizes, by the rules of its developer guide ("DynamoDB item sizes and formats" and "Read and write
 * operations"). Checked against Amazon's own engine in test/dynamodb-local.
 */

/** The bytes of an item: names and values, in the types of the document client. */
export function itemBytes(item: Readonly<Record<string, unknown>>): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) {
    if (value !== undefined) bytes += Buffer.byteLength(name) + valueBytes(value);
  }
  return bytes;
}

function valueBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number' || typeof value === 'bigint') return numberBytes(value);
  if (typeof value === 'boolean' || value === null) return 1;
  if (value instanceof Uint8Array) return value.length;
  const parts = Array.isArray(value) ? value.map(valueBytes) : [itemBytes(value as Record<string, unknown>)];
  const entries = Array.isArray(value) ? value.length : Object.keys(value as object).length;
  return 3 + entries + parts.reduce((sum, bytes) => sum + bytes, 0);
}

/**
 * One byte for every two digits, in pairs from the decimal point, without zeros around; one more, and one for a minus.
 */
function numberBytes(value: number | bigint): number {
  if (Number(value) === 0) return 1;
  const [whole = '', fraction = ''] = String(value).replace('-', '').split('.');
  const digits =
    (whole.length % 2 === 0 ? '' : '0') + whole + fraction + (fraction.length % 2 === 0 ? '' : '0');
  const pairs = digits.replace(/^(00)+/, '').replace(/(00)+$/, '').length / 2;
  return pairs + 1 + (value < 0 ? 1 : 0);
}

/** A write, or an attempt: the larger of the item before and after, at least one unit. */
export function writeUnits(beforeBytes: number, afterBytes: number): number {
  return Math.max(1, Math.ceil(Math.max(beforeBytes, afterBytes) / 1024));
}

/** A read of one item, or of one page of a query, whose items are summed first. At least one unit, half when eventual. */
export function readUnits(bytes: number, consistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);
}
