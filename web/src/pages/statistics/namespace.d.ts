import 'i18next';
import type statistics from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    statistics: typeof statistics;
  }
}
