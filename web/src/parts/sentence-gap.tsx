import { usePreferences } from './preferences.ts';
import { sentenceGap } from './separators.ts';

/** Between two sentences, and behind a colon, where their parts are elements of their own. */
export function SentenceGap() {
  return sentenceGap(usePreferences().language);
}
