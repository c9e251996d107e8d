export { issueAccessKey } from './issue-access-key.ts';
export { readStackOutputs } from './stack-outputs.ts';
