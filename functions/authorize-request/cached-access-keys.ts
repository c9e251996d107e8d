export { cachedAccessKeys, type GetAccessKey } from '@token-ledger/core';
