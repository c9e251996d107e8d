import type { Deployment } from './state.ts';

/** What to do with a running product, as commands that can be pasted. */
export function instructions({ apiUrl, endpoint, accessKey, outputs }: Deployment, now = new Date()): string {
  const today = `${now.toISOString().slice(0, 10)}T00:00:00Z`;
  return `
Token Ledger is running.

  Console     ${apiUrl}/reference
  API         ${apiUrl}
  Access key  ${accessKey}
  AWS         ${endpoint} (region us-east-1, any credentials)
  Queue       ${outputs['LiveQueueUrl']}

Report what a call used:

  curl -sS ${apiUrl}/v1/usage \\
    -H 'Authorization: Bearer ${accessKey}' \\
    -H 'Content-Type: application/json' \\
    -d '{"requestId":"req_1","model":"claude-sonnet-5-5","userId":"u_42","feature":"chat","usage":{"input_tokens":1000,"output_tokens":500}}'

See what was used today, by user:

  curl -sS '${apiUrl}/v1/statistics?dimension=user&period=hour&from=${today}' \\
    -H 'Authorization: Bearer ${accessKey}'

Replay a trace through it:  npm run replay -- <file.csv>
Ctrl-C ends it, and what was recorded is gone.
`;
}
