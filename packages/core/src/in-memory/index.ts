export * from './in-memory-access-key-store.ts';
export * from './in-memory-export-files.ts';
export * from './in-memory-export-store.ts';
export * from './in-memory-ledger-store.ts';
export * from './in-memory-price-store.ts';
export * from './in-memory-settings-store.ts';
export * from './in-memory-usage-queue.ts';
export type { Step } from './step.ts';
