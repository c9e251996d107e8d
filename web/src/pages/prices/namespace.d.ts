import 'i18next';
import type prices from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    prices: typeof prices;
  }
}
