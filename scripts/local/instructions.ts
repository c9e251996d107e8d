import type { Deployment } from './state.ts';

/** How to use the running product, as commands to paste. */
export function instructions({ apiUrl, endpoint, accessKey, outputs }: Deployment, now = new Date()): string {
  const today = `${now.toISOString().slice(0, 10)}T00:00:00Z`;
  return `
Token Ledger is running.

  Console     ${apiUrl}/reference
  API         ${apiUrl}
  Access key  ${accessKey}
  AWS         ${endpoint} (region us-east-1, any credentials)
  Queue       ${outputs['LiveQueueUrl']}

Report the usage of a call:

  curl -sS ${apiUrl}/v1/usage \\
    -H 'Authorization: Bearer ${accessKey}' \\
    -H 'Content-Type: application/json' \\
    -d '{"requestId":"req_1","model":"claude-sonnet-5-5","userId":"u_42","feature":"chat","usage":{"input_tokens":1000,"output_tokens":500}}'

Show today's usage by user:

  curl -sS '${apiUrl}/v1/statistics?dimension=user&period=hour&from=${today}' \\
    -H 'Authorization: Bearer ${accessKey}'

Replay a trace:  npm run replay -- <file.csv>

Press Ctrl-C to stop. All recorded usage is deleted then.
`;
}

/** How to send calls through the gateway. */
export function gatewayInstructions(url: string, { accessKey }: Pick<Deployment, 'accessKey'>): string {
  return `Calls through the gateway are recorded for the access key above:

  ANTHROPIC_BASE_URL=${url} ANTHROPIC_API_KEY=${accessKey} claude
`;
}
