import 'i18next';
import type exports from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    exports: typeof exports;
  }
}
