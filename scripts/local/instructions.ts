import { type Deployment, deploymentPath } from './state.ts';

/** The program of the newcomer, relative to the repository. */
const FIRST_CALL = 'examples/typescript/first-call.ts';

export interface Running {
  readonly deployment: Deployment;
  /** The stand-in of Anthropic's API. */
  readonly messagesApiUrl: string;
  readonly gatewayUrl: string;
}

/** What a newcomer needs, in this order: the console, how to sign in, commands to paste, and how to stop. */
export function instructions({ deployment, messagesApiUrl, gatewayUrl }: Running): string {
  const { apiUrl, accessKey, people } = deployment;
  return `
Token Ledger is running. The console:

  ${apiUrl}/

${signIn(people, 'the access key below (TOKEN_LEDGER_KEY)')}

Paste this into another terminal, in this directory:

  export TOKEN_LEDGER_URL=${apiUrl}
  export TOKEN_LEDGER_KEY=${accessKey}
  export ANTHROPIC_BASE_URL=${messagesApiUrl}
  export ANTHROPIC_API_KEY=local
  export GATEWAY_URL=${gatewayUrl}

Then, in the same terminal, make a first call: npx node ${FIRST_CALL}
The call in a chart: ${apiUrl}/#/explore?feature=first-call&last=24h
More addresses, and who else can sign in: ${deploymentPath()}

Ctrl-C stops it, and deletes all recorded usage.
`;
}

/** The same in short, for somebody who starts it again. */
export function alreadyRunning({ apiUrl, accessKey, people, pid }: Deployment): string {
  return `The product is already running, as process ${pid}. The console:

  ${apiUrl}/

${signIn(people, `the access key ${accessKey}`)}

More addresses, and who else can sign in: ${deploymentPath()}

Ctrl-C in its terminal, or kill ${pid}, stops it and deletes all recorded usage.`;
}

function signIn(people: Deployment['people'], otherwise: string): string {
  const admin = people.find(({ role }) => role === 'admin');
  return admin === undefined
    ? `Sign in with ${otherwise}.`
    : `Sign in as ${admin.email} with the password ${admin.password}`;
}
