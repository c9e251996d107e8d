import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Deployment, REPOSITORY } from './state.ts';

/** The program of the newcomer, relative to the repository. */
const FIRST_CALL = 'examples/typescript/first-call.ts';

export interface Running {
  readonly deployment: Deployment;
  /** The stand-in of Anthropic's API. */
  readonly messagesApiUrl: string;
}

/** How to use the running product, as commands to paste. */
export async function instructions(
  { deployment, messagesApiUrl }: Running,
  now = new Date(),
): Promise<string> {
  const { apiUrl, endpoint, accessKey, people, outputs } = deployment;
  const today = `${now.toISOString().slice(0, 10)}T00:00:00Z`;
  const program = await readFile(join(REPOSITORY, FIRST_CALL), 'utf8');
  return `
Token Ledger is running.

  Console       ${apiUrl}/
  API           ${apiUrl}
  Access key    ${accessKey}
  Messages API  ${messagesApiUrl} (a stand-in of Anthropic's)
  AWS           ${endpoint} (region us-east-1, any credentials)
  Queue         ${outputs['LiveQueueUrl']}
${signIns(people)}
In another terminal, in this directory:

  export TOKEN_LEDGER_URL=${apiUrl}
  export TOKEN_LEDGER_KEY=${accessKey}
  export ANTHROPIC_BASE_URL=${messagesApiUrl}
  export ANTHROPIC_API_KEY=local

Call the stand-in with Anthropic's SDK. One line of the program reports what the call used:

  npx node ${FIRST_CALL}

${indented(program)}
See the call in a chart of the console. Sign in as the admin above: the e-mail address is the user name.

  ${apiUrl}/#/explore?feature=first-call&last=24h

Show the call, and what it cost:

  curl -sS "$TOKEN_LEDGER_URL/v1/records?from=${today}" -H "Authorization: Bearer $TOKEN_LEDGER_KEY"
  curl -sS "$TOKEN_LEDGER_URL/v1/statistics?dimension=user&period=hour&from=${today}" -H "Authorization: Bearer $TOKEN_LEDGER_KEY"

Press Ctrl-C to stop. All recorded usage is deleted then.
`;
}

/** How to send calls through the gateway. */
export function gatewayInstructions(url: string, { accessKey }: Pick<Deployment, 'accessKey'>): string {
  return `Calls through the gateway are recorded for the access key above:

  ANTHROPIC_BASE_URL=${url} ANTHROPIC_API_KEY=${accessKey} claude
`;
}

function signIns(people: Deployment['people']): string {
  if (people.length === 0) return '';
  const lines = people.map(({ email, password }) => `  ${email.padEnd(20)} ${password}`);
  return `\nSign in to the console with the access key, or as one of these people:\n\n${lines.join('\n')}\n`;
}

function indented(program: string): string {
  return program.replaceAll(/^(?=.)/gm, '    ');
}
