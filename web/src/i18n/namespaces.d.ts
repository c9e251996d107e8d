import 'i18next';
import type app from '../app/messages.en.json';
import type parts from '../parts/messages.en.json';

/** The keys of the texts that all pages share. Each page adds its own in its folder. */
declare module 'i18next' {
  interface ResourceNamespaceMap {
    app: typeof app;
    parts: typeof parts;
  }
  interface CustomTypeOptions {
    defaultNS: 'app';
    returnNull: false;
  }
}
