import { randomUUID } from 'node:crypto';

export type Tokens = Readonly<Record<string, number>>;

/** A valid reported record of a user, with a unique id. */
export function record(userId: string, usage: Tokens = { input_tokens: 10, output_tokens: 1 }) {
  return {
    requestId: `req_${randomUUID()}`,
    occurredAt: new Date().toISOString(),
    accessKeyId: 'ak_integration',
    userId,
    model: 'claude-sonnet-5-5',
    feature: 'test',
    usage: { input_tokens: 0, output_tokens: 0, ...usage },
  };
}

/** A user that no other test reports for. */
export function newUser(): string {
  return `u_${randomUUID()}`;
}
