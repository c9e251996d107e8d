export * from './access-key-secret.ts';
export * from './pseudonyms.ts';
export * from './sealed-text.ts';
