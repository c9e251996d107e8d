/*
 * What a misspelled field was probably called. Names are compared without case and separators, so `user_id` and `UserID` are
 * `userId`; then by the fewest letters to change.
 */

/** Names that other products give to fields of records. */
const ALSO_CALLED: Readonly<Record<string, string>> = {
  id: 'requestId',
  apikey: 'accessKeyId',
  apikeyid: 'accessKeyId',
  keyid: 'accessKeyId',
  time: 'occurredAt',
  timestamp: 'occurredAt',
  createdat: 'occurredAt',
  tags: 'metadata',
  labels: 'metadata',
};

/** Shorter parts of a name are parts of too many. */
const LEAST_PREFIX = 4;
/** What is longer is no misspelling, and takes long to compare. */
const MAX_LENGTH = 40;

/** The one of the known names, of which some may be nested (`usage.speed`), that is most like a name; undefined if none is. */
export function similarName(name: string, known: readonly string[]): string | undefined {
  const asked = plain(name);
  if (asked.length === 0 || asked.length > MAX_LENGTH) return undefined;
  const fields = known.filter((field) => !field.includes('.'));
  const alias = ALSO_CALLED[asked];
  return (
    fields.find((field) => plainField(field) === asked) ??
    (alias !== undefined && fields.includes(alias) ? alias : undefined) ??
    known.find((field) => plainField(field) === asked) ??
    onlyOne(fields.filter((field) => asked.length >= LEAST_PREFIX && plainField(field).startsWith(asked))) ??
    nearest(asked, fields)
  );
}

/** Few, because they are the fields of schemas; computed once, because a request can have a hundred thousand unknown ones. */
const PLAIN_FIELDS = new Map<string, string>();

/** Of a nested field its own name. */
function plainField(field: string): string {
  let made = PLAIN_FIELDS.get(field);
  if (made === undefined) {
    made = plain(field.slice(field.indexOf('.') + 1));
    PLAIN_FIELDS.set(field, made);
  }
  return made;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function onlyOne(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}

/** A name with one wrong letter in four, and two at most. Of equally similar ones the first. */
function nearest(asked: string, fields: readonly string[]): string | undefined {
  const most = Math.min(2, Math.floor(asked.length / 4));
  const [best] = fields
    .filter((field) => Math.abs(plainField(field).length - asked.length) <= most)
    .map((field) => ({ field, changes: changesBetween(asked, plainField(field)) }))
    .filter(({ changes }) => changes <= most)
    .toSorted((a, b) => a.changes - b.changes);
  return best?.field;
}

/** How many letters have to be inserted, deleted, replaced or swapped with the next one (optimal string alignment). */
function changesBetween(a: string, b: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced, swapped);
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
