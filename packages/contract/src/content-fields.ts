import { wordsOfName } from './label-words.ts';
import { MAX_METADATA_BYTES } from './limits.ts';

/*
 * Names that promise prompt or answer text. The product refuses them wherever it could keep what they name. Names are
 * compared word by word, so that `user_prompt`, `promptText` and `PROMPT` are refused like `prompt`, while `prompt_id` and
 * `response_time_ms`, whose last word says that the value is about the text and not the text, are labels like any other.
 */

/** Each is content by itself, and as a part of a longer name. */
const CONTENT_WORDS = wordSet(
  'prompt prompts message messages content contents input inputs output outputs text texts completion completions',
  'question questions answer answers reply replies instruction instructions response responses query queries',
  'conversation conversations transcript transcripts dialog dialogue utterance thinking summary body excerpt',
);

/** Content by itself only: `operating_system` is a label. */
const CONTENT_NAMES = wordSet('system');

/** Found at the end of a word, as in `systemprompt`. No usual word ends with one of them and means something else. */
const CONTENT_ENDING =
  /(?:prompt|message|content|completion|question|answer|instruction|response|transcript)s?$/;

/** A name that ends with one of these names a property of the text. */
const PROPERTIES = wordSet(
  'id ids version name hash digest type types kind class category mode format language lang locale',
  'length size bytes chars words tokens count total index ms seconds time date at source channel model',
  'status code reason reasons cost usd score rating budget cached enabled role level ref key url path',
);

export const CONTENT_REFUSED = 'could carry content, which is never taken';

/**
 * Whether a field or label of this name is refused, in any case, spelling or disguise of invisible characters. Of a name that is
 * too long to be taken anyway, only the beginning is looked at.
 */
export function isContentField(field: string): boolean {
  const words = wordsOfName(field.slice(0, MAX_METADATA_BYTES));
  if (CONTENT_NAMES.has(words.join(' '))) return true;
  if (PROPERTIES.has(words.at(-1) ?? '')) return false;
  return words.some((word) => CONTENT_WORDS.has(word) || CONTENT_ENDING.test(word));
}

function wordSet(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.join(' ').split(' '));
}
