/*
 * Where a text stops being JSON. The messages of JSON.parse tell the place only sometimes, and then quote the text around
 * it, which must never leave: it may be content.
 */

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | 'end of value';

const KEYS: ReadonlySet<Expected> = new Set(['key', 'key or }']);
const CLOSABLE: ReadonlySet<Expected> = new Set(['value or ]', 'key or }', 'end of value']);

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Everything but control characters, the quote and the backslash. */
const PLAIN_CHARACTERS = /[ !#-[\]-\uffff]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/**
 * The index of the first token that does not belong there, or within a quoted text of its first bad character; the length
 * of a text that ends too early. Only for texts that are not valid JSON.
 */
export function jsonErrorPosition(text: string): number {
  const awaited: ('}' | ']')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  while (true) {
    at = endOf(SPACE, text, at) ?? at;
    const character = text[at];
    const expectsKey = KEYS.has(expected);
    if (CLOSABLE.has(expected) && character !== undefined && character === awaited.at(-1)) {
      awaited.pop();
      expected = 'end of value';
      at += 1;
    } else if (expected === ':') {
      if (character !== ':') return at;
      expected = 'value';
      at += 1;
    } else if (expected === 'end of value') {
      if (character !== ',' || awaited.length === 0) return at;
      expected = awaited.at(-1) === '}' ? 'key' : 'value';
      at += 1;
    } else if (character === '"') {
      const string = scanString(text, at);
      if (!string.ends) return string.at;
      expected = expectsKey ? ':' : 'end of value';
      at = string.at;
    } else if (expectsKey) {
      return at;
    } else if (character === '{' || character === '[') {
      awaited.push(character === '{' ? '}' : ']');
      expected = character === '{' ? 'key or }' : 'value or ]';
      at += 1;
    } else {
      const end = endOf(SCALAR, text, at);
      if (end === undefined) return at;
      expected = 'end of value';
      at = end;
    }
  }
}

/** The end of the string that begins at `start`, or the place where it goes wrong. */
function scanString(text: string, start: number): { readonly ends: boolean; readonly at: number } {
  let at = start + 1;
  while (true) {
    at = endOf(PLAIN_CHARACTERS, text, at) ?? at;
    if (text[at] === '"') return { ends: true, at: at + 1 };
    const escaped = endOf(ESCAPE, text, at);
    if (escaped === undefined) return { ends: false, at };
    at = escaped;
  }
}

/** Where a match that begins exactly at `at` ends. */
function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
