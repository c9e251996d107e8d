export * from './access-key-secret.ts';
export * from './authenticate-access-key.ts';
export * from './pseudonyms.ts';
export * from './sealed-text.ts';
