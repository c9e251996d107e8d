export * from './document.ts';
export { codesOf } from './problem-answers.ts';
export { OPERATIONS } from './operations/index.ts';
