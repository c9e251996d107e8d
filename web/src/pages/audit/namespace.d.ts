import 'i18next';
import type audit from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    audit: typeof audit;
  }
}
