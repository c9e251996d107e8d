import 'i18next';
import type getStarted from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    'get-started': typeof getStarted;
  }
}
