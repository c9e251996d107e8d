export * from './document.ts';
export { OPERATIONS } from './operations/index.ts';
export { codesOf } from './problem-answers.ts';
export { FIELD_PROBLEM_MEANINGS, PROBLEM_MEANINGS } from './problem-meanings.ts';
export { REQUEST_DESCRIPTIONS } from './request-descriptions.ts';
