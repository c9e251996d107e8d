import 'i18next';
import type explore from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    explore: typeof explore;
  }
}
