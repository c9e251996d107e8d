import type { Language } from '../i18n/languages.ts';

/** What stands between values, the same in every language. */
export const DOT = ' · ';
export const SLASH = ' / ';
export const TO = ' –';

/** What follows the end of a sentence, or a colon: Chinese punctuation has its own room. */
export const sentenceGap = (language: Language) => (language === 'zh-CN' ? '' : ' ');
