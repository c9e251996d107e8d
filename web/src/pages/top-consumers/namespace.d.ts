import 'i18next';
import type topConsumers from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    'top-consumers': typeof topConsumers;
  }
}
