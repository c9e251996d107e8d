import 'i18next';
import type overview from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    overview: typeof overview;
  }
}
