import 'i18next';
import type users from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    users: typeof users;
  }
}
