import { MAX_JSON_DEPTH, MAX_JSON_VALUES } from './limits.ts';

/*
 * What JSON costs is decided by its values and their nesting more than by its bytes: five million brackets take 80 MB,
 * and a batch holds many messages. So both are counted before anything is parsed, by one cheap pass over the text.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

export const TOO_COMPLEX = `must have at most ${MAX_JSON_VALUES} values, nested at most ${MAX_JSON_DEPTH} deep`;

/** Whether a JSON text has more values, or nests them deeper, than is ever parsed. Means nothing for what is no JSON. */
export function isTooComplex(text: string): boolean {
  let values = 1;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (code === COMMA) {
      values += 1;
    } else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      depth += 1;
      values += 1;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
      depth -= 1;
    }
    if (depth > MAX_JSON_DEPTH || values > MAX_JSON_VALUES) return true;
  }
  return false;
}

/** Where the string that begins at `start` ends; the end of the text if it does not. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}
