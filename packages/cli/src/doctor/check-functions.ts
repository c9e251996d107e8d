import { type Check, failed, ok, skipped } from './check.ts';

export const functions: Check = {
  name: 'functions',
  why: 'A function that is switched off leaves its queue to fill, and its requests without an answer.',
  async run({ aws, withoutAws }) {
    if (!aws) return skipped(withoutAws);
    const [consumers, functions] = [await aws.consumers(), await aws.functions()];
    const detached = consumers.filter(({ enabled }) => !enabled);
    const stopped = functions.filter(({ reservedConcurrency }) => reservedConcurrency === 0);
    const [consumer, stoppedFunction] = [detached[0], stopped[0]];
    if (consumer)
      return failed(
        `These do not read their queue: ${detached.map((each) => each.functionName).join(', ')}.`,
        `Switch the trigger on: aws lambda update-event-source-mapping --uuid ${consumer.id} --enabled`,
      );
    if (stoppedFunction)
      return failed(
        `These may not run, because their reserved concurrency is 0: ${stopped.map(({ name }) => name).join(', ')}.`,
        `Deploy again, or: aws lambda delete-function-concurrency --function-name ${stoppedFunction.name}`,
      );
    return ok(`All ${functions.length} may run, and ${consumers.length} read their queues.`);
  },
};
