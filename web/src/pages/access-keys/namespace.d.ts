import 'i18next';
import type accessKeys from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    'access-keys': typeof accessKeys;
  }
}
