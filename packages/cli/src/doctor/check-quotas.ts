import { type Check, ok, skipped, warning } from './check.ts';

/** New accounts may have as few as 10, which one backlog can take. */
const SMALL_ACCOUNT = 100;

export const quotas: Check = {
  name: 'quotas',
  why: 'Functions of the account share its concurrency: a backlog can keep the API from answering.',
  async run({ aws, withoutAws }) {
    if (!aws) return skipped(withoutAws);
    const executions = await aws.concurrentExecutions();
    return executions >= SMALL_ACCOUNT
      ? ok(`${executions} functions may run at once.`)
      : warning(
          `Only ${executions} functions may run at once in this account.`,
          'Ask for more: aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000',
        );
  },
};
