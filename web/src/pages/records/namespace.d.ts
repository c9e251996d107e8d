import 'i18next';
import type records from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    records: typeof records;
  }
}
