import 'i18next';
import type files from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    files: typeof files;
  }
}
