export * from './access-key-secret.ts';
export * from './clients.ts';
export * from './dynamo-access-key-store.ts';
export * from './dynamo-ledger-store.ts';
export * from './dynamo-settings-store.ts';
export * from './dynamo-signing-key-store.ts';
export * from './key-schema.ts';
export { CorruptDataError } from './packed-rows.ts';
export * from './sqs-usage-queue.ts';
