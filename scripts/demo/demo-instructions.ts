import { AGENT_SINCE_DAYS_AGO, DEMO_DAYS } from '@token-ledger/cli/demo';
import { DAY_MS } from '@token-ledger/core';

/** What to look at after the demo is loaded, as commands to paste. */
export function demoInstructions(now = new Date()): string {
  const from = new Date(now.getTime() - DEMO_DAYS * DAY_MS).toISOString().slice(0, 10);
  const show = (question: string) =>
    `  curl -sS "$TOKEN_LEDGER_URL/v1/${question}&from=${from}T00:00:00Z" -H "Authorization: Bearer $TOKEN_LEDGER_KEY"`;
  return `The ledger has the last month and this one of three teams and 20 people. ${AGENT_SINCE_DAYS_AGO} days ago the team Platform got an agent. With the variables above:

  Days of the company, costs included
${show('trends?period=day')}

  Who uses most, and which team, model and feature costs most
${show('top-consumers?dimension=user&limit=5')}
${show('top-consumers?dimension=access_key&sort=cost')}
${show('top-consumers?dimension=model&sort=cost')}
${show('top-consumers?dimension=feature&sort=cost')}
`;
}
