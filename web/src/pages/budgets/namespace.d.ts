import 'i18next';
import type budgets from './messages.en.json';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    budgets: typeof budgets;
  }
}
