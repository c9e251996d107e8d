export { issueAccessKey } from '@token-ledger/cli/operator';
