import 'i18next';
import type failedMessages from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    'failed-messages': typeof failedMessages;
  }
}
