import type { FunctionGrant } from './function-roles.ts';

/** Why functions may do what they did not do in the integration run. */
interface Reason {
  readonly reason: string;
  readonly grants: (grant: FunctionGrant) => boolean;
}

const REASONS: readonly Reason[] = [
  {
    reason:
      'Lambda itself writes the logs of a function, and receives the messages of its queue, with its role.',
    grants: ({ action }) =>
      /^(logs:|sqs:(ReceiveMessage|DeleteMessage|ChangeMessageVisibility|GetQueue))/.test(action),
  },
];

export function reasonFor(grant: FunctionGrant): string | undefined {
  return REASONS.find(({ grants }) => grants(grant))?.reason;
}
