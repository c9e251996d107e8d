export { Random } from '@token-ledger/cli/demo';
