import type { I18nProviderProps } from '@cloudscape-design/components/i18n';
import { withPatience } from '../parts/with-patience.ts';
import type { Language } from './languages.ts';

type Messages = I18nProviderProps.Messages;

/** The texts of Cloudscape's own components. English is built in, except for a few that components ask their pages for. */
const LOADERS: Readonly<Record<Language, () => Promise<{ readonly default: unknown }>>> = {
  en: () => import('@cloudscape-design/components/i18n/messages/all.en.json'),
  'zh-CN': () => import('@cloudscape-design/components/i18n/messages/all.zh-CN.json'),
};

export async function loadCloudscapeMessages(language: Language): Promise<Messages> {
  return (await withPatience(LOADERS[language])).default as Messages;
}
