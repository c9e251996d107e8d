/*
 * Where and why a text stops being JSON. The messages of JSON.parse have the place only sometimes, and then quote the text
 * around it, which must never leave the function: it may be content. The library `jsonc-parser` would add 10 KB to each
 * function that reads a body, has the start of a string only, and calls itself for each level of nesting.
 */

export interface JsonError {
  /**
   * The index of the first token that does not belong there, or of the first wrong character of a string; the length of a
   * text that ends too early.
   */
  readonly position: number;
  readonly reason: string;
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | 'end of value';

const KEYS: ReadonlySet<Expected> = new Set(['key', 'key or }']);
const CLOSABLE: ReadonlySet<Expected> = new Set(['value or ]', 'key or }', 'end of value']);

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Everything but control characters, the quote and the backslash. */
const PLAIN_CHARACTERS = /[ !#-[\]-\uffff]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** The first error of a text that is not valid JSON. */
export function findJsonError(text: string): JsonError {
  const awaited: ('}' | ']')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const unexpected = () => ({ position: at, reason: describeExpected(expected, awaited.at(-1)) });
  while (true) {
    at = endOf(SPACE, text, at) ?? at;
    const character = text[at];
    const expectsKey = KEYS.has(expected);
    if (CLOSABLE.has(expected) && character !== undefined && character === awaited.at(-1)) {
      awaited.pop();
      expected = 'end of value';
      at += 1;
    } else if (expected === ':') {
      if (character !== ':') return unexpected();
      expected = 'value';
      at += 1;
    } else if (expected === 'end of value') {
      if (character !== ',' || awaited.length === 0) return unexpected();
      expected = awaited.at(-1) === '}' ? 'key' : 'value';
      at += 1;
    } else if (character === '"') {
      const string = scanString(text, at);
      if ('reason' in string) return string;
      expected = expectsKey ? ':' : 'end of value';
      at = string.end;
    } else if (expectsKey) {
      return unexpected();
    } else if (character === '{' || character === '[') {
      awaited.push(character === '{' ? '}' : ']');
      expected = character === '{' ? 'key or }' : 'value or ]';
      at += 1;
    } else {
      const end = endOf(SCALAR, text, at);
      if (end === undefined) return unexpected();
      expected = 'end of value';
      at = end;
    }
  }
}

function describeExpected(expected: Expected, awaited: '}' | ']' | undefined): string {
  if (expected === ':') return 'a colon is expected';
  if (expected === 'end of value')
    return awaited ? `a comma or ${awaited} is expected` : 'nothing more is expected';
  return KEYS.has(expected) ? 'the name of a field in quotes is expected' : 'a value is expected';
}

/** The end of the string that begins at `start`, or what is wrong with it. */
function scanString(text: string, start: number): { readonly end: number } | JsonError {
  let position = start + 1;
  while (true) {
    position = endOf(PLAIN_CHARACTERS, text, position) ?? position;
    if (text[position] === '"') return { end: position + 1 };
    if (position === text.length) return { position, reason: 'the string is not closed' };
    const escaped = endOf(ESCAPE, text, position);
    if (escaped === undefined) {
      const isEscape = text[position] === '\\';
      return {
        position,
        reason: isEscape ? 'the escape is invalid' : 'the control character must be escaped',
      };
    }
    position = escaped;
  }
}

/** Where a match that begins exactly at `at` ends. */
function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
