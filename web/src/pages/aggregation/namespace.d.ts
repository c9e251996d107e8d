import 'i18next';
import type aggregation from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    aggregation: typeof aggregation;
  }
}
