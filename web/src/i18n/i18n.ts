import { type BackendModule, createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { withPatience } from '../parts/with-patience.ts';
import type { Language } from './languages.ts';

/** Each namespace is a folder with one file per language, loaded when a page needs it. */
const FILES = import.meta.glob<Messages>('../**/messages.*.json', { import: 'default' });

type Messages = Readonly<Record<string, unknown>>;

/** Where the namespaces are that belong to no page. */
const FOLDERS: Readonly<Record<string, string>> = {
  app: '../app',
  parts: '../parts',
  files: '../parts/files',
};

/** i18next takes a promise, too, though its types speak of callbacks only. */
const backend = {
  type: 'backend',
  init: () => undefined,
  read: async (language: string, namespace: string) => {
    const path = `${FOLDERS[namespace] ?? `../pages/${namespace}`}/messages.${language}.json`;
    const load = FILES[path];
    if (!load) throw new Error(`There is no file of messages ${path}.`);
    return withPatience(load);
  },
} as unknown as BackendModule;

/** The texts of the console. Those of the frame and of shared parts are loaded when it resolves. */
export async function createI18n(language: Language): Promise<i18n> {
  const instance = createInstance();
  await instance
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: false,
      load: 'currentOnly',
      ns: ['app', 'parts'],
      defaultNS: 'app',
      // React escapes.
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  return instance;
}
