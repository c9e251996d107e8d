import 'i18next';
import type quality from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    quality: typeof quality;
  }
}
