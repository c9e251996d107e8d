export * from './in-memory-access-key-store.ts';
export * from './in-memory-alert-queue.ts';
export * from './in-memory-budget-store.ts';
export * from './in-memory-dead-letter-queue.ts';
export * from './in-memory-ledger-store.ts';
export * from './in-memory-price-store.ts';
export * from './in-memory-settings-store.ts';
export * from './in-memory-usage-queue.ts';
export type { Step } from './step.ts';
