export * from './in-memory-alert-queue.ts';
export * from './in-memory-budget-store.ts';
export * from './in-memory-audit-log.ts';
export * from './in-memory-directory.ts';
export * from './in-memory-ledger-store.ts';
export * from './in-memory-price-store.ts';
export * from './in-memory-settings-store.ts';
export * from './in-memory-usage-queue.ts';
export type { Step } from './step.ts';
