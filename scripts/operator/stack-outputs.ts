export { readStackOutputs } from '@token-ledger/cli/operator';
