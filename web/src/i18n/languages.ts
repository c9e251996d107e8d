/** The languages of the console, by their own names. */
export const LANGUAGES = { en: 'English', 'zh-CN': '简体中文' } as const;
export type Language = keyof typeof LANGUAGES;

/** A text that is short enough to be written where it is used: the title of a page. */
export type Texts = Readonly<Record<Language, string>>;

/** The language of the console that fits best to those of the browser. */
export function preferredLanguage(preferred: readonly string[]): Language {
  for (const language of preferred) {
    if (/^zh\b/i.test(language)) return 'zh-CN';
    if (/^en\b/i.test(language)) return 'en';
  }
  return 'en';
}
