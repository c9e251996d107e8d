/** How the console appears on a screenshot. */
export interface Look {
  readonly theme: 'light' | 'dark';
  readonly language: string;
  readonly width: number;
}

const LANGUAGES = ['en', 'zh-CN'];
/** A screen of a desk, and that of a phone. */
const WIDTHS = [1440, 390];

export const ALL_LOOKS: readonly Look[] = WIDTHS.flatMap((width) =>
  LANGUAGES.flatMap((language) => (['light', 'dark'] as const).map((theme) => ({ theme, language, width }))),
);

export const PLAIN_LOOK: Look = { theme: 'light', language: 'en', width: 1440 };
