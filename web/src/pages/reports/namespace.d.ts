import 'i18next';
import type reports from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    reports: typeof reports;
  }
}
