import fc from 'fast-check';

/* JSON values that are nearly right: a value of a valid document is replaced, removed, repeated, or has a neighbour. */

type Path = readonly (string | number)[];

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  'prompt',
  'content',
  'requestId',
  'messageId',
  'accessKeyId',
  'userId',
  'usage',
  'message',
  'events',
  'iterations',
  'records',
  'v',
  'z',
  'priority',
  'type',
  'a\u0000b',
  '/~1',
  '',
] as const;

const TEXTS = [
  '',
  ' ',
  '-',
  '*',
  'constructor',
  '__proto__',
  'idem:ak_own:k:0',
  'msg_1',
  'ak_other',
  'u_other',
  '\u0000',
  '\ud800',
  '\u200b',
  'partial',
  'user_profile',
  'anthropic_span',
  'message_start',
  'x'.repeat(129),
  '2026-11-21T12:00:00Z',
  '9999-12-31T23:59:59.999Z',
] as const;

const NUMBERS = [
  0,
  -0,
  -1,
  0.5,
  1,
  1e-320,
  2 ** 31,
  1e8,
  2 ** 40,
  2 ** 53,
  1e300,
  1_795_262_400_000,
] as const;

const scalar = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, ...NUMBERS, ...TEXTS),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const name = fc.oneof(fc.constantFrom<string>(...NAMES), fc.string({ unit: 'binary', maxLength: 8 }));

/** Any JSON, of hostile names and values. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map(asObject),
  ),
})).value;

/** A valid document after one to three changes at random places. */
export function mutated(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const change = fc.record({
    place: fc.nat(),
    kind: fc.constantFrom('replace', 'remove', 'add', 'repeat', 'wrap'),
    name,
    value: fc.oneof(scalar, anyJson),
  });
  return fc.tuple(valid, fc.array(change, { minLength: 1, maxLength: 3 })).map(([document, changes]) =>
    changes.reduce((json, { place, kind, name: added, value }) => {
      const paths = placesOf(json);
      const path = paths[place % paths.length] as Path;
      return changedAt(json, path, (old) => {
        if (kind === 'replace') return value;
        if (kind === 'remove') return REMOVED;
        if (kind === 'wrap') return [old];
        if (kind === 'repeat')
          return Array.isArray(old) ? [...(old as unknown[]), ...(old as unknown[])] : old;
        return isObject(old) ? asObject([...Object.entries(old), [added, value]]) : value;
      });
    }, document),
  );
}

/** A valid document with a text somewhere in it: as a value, within one, as the name of a field, or deep in another. */
export function hostileText(valid: fc.Arbitrary<unknown>, text: string): fc.Arbitrary<unknown> {
  const change = fc.record({
    place: fc.nat(),
    kind: fc.constantFrom('value', 'within', 'name', 'deep', 'list'),
  });
  return fc.tuple(valid, fc.array(change, { minLength: 1, maxLength: 2 })).map(([document, changes]) =>
    changes.reduce((json, { place, kind }) => {
      const paths = placesOf(json).filter((path) => path.length > 0);
      const path = paths[place % paths.length] as Path;
      return changedAt(json, path, (old) => {
        if (kind === 'value') return text;
        if (kind === 'within') return typeof old === 'string' ? `${old} ${text}` : [text];
        if (kind === 'list') return [old, { content: text }, [[text]]];
        const added = kind === 'name' ? 1 : { [text]: { text, tokens: 3 } };
        return isObject(old) ? asObject([...Object.entries(old), [text, added]]) : { [text]: added };
      });
    }, document),
  );
}

const REMOVED = Symbol('removed');

function placesOf(json: unknown, path: Path = []): readonly Path[] {
  if (Array.isArray(json))
    return [path, ...json.flatMap((each: unknown, index) => placesOf(each, [...path, index]))];
  if (!isObject(json)) return [path];
  return [path, ...Object.entries(json).flatMap(([field, each]) => placesOf(each, [...path, field]))];
}

function changedAt(json: unknown, path: Path, change: (old: unknown) => unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) {
    const changed = change(json);
    return changed === REMOVED ? null : changed;
  }
  if (Array.isArray(json))
    return json.flatMap((each: unknown, index) => {
      if (index !== first) return [each];
      const changed = rest.length > 0 ? changedAt(each, rest, change) : change(each);
      return changed === REMOVED ? [] : [changed];
    });
  if (!isObject(json)) return json;
  return asObject(
    Object.entries(json).flatMap(([field, each]): [string, unknown][] => {
      if (field !== first) return [[field, each]];
      const changed = rest.length > 0 ? changedAt(each, rest, change) : change(each);
      return changed === REMOVED ? [] : [[field, changed]];
    }),
  );
}

/** Also with a field named `__proto__`, as JSON.parse makes it. */
function asObject(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(entries);
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
