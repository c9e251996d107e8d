export * from './document.ts';
export { OPERATIONS } from './operations/index.ts';
export { codesOf } from './problem-answers.ts';
