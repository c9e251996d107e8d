import { type Answer, ask, isOwn, type Keys } from './ask-gateway.ts';
import { type Check, type Examination, type Finding, failed, ok, skipped, warning } from './check.ts';
import { findRecord } from './find-record.ts';
import { PROBE } from './probe.ts';

/*
 * A list of models costs nothing, and reaches everything that a call needs: the gateway, its access keys, Anthropic's key and
 * Anthropic. Only a call that is billed is recorded, so it is sent only when it is asked for.
 */

export const gateway: Check = {
  name: 'gateway',
  why: 'Programs that call Anthropic through the gateway get no answer without it.',
  async run(examination) {
    const { gatewayUrl, session } = examination;
    const { accessKey } = session.target;
    if (gatewayUrl === undefined)
      return skipped(
        'no gateway is known: name it with --gateway, or the deployment with --stage or --profile local.',
      );
    if (accessKey === undefined) return skipped('the gateway takes access keys, and this is a sign-in.');
    const models = (keys: Keys) => ask(examination, '/v1/models?limit=1', { headers: keys });
    let keys: Keys = { 'x-api-key': accessKey };
    let answer = await models(keys);
    const passesKeysOn = isOwn(answer) && (answer?.message?.includes(OWN_HEADER) ?? false);
    if (passesKeysOn) {
      const key = session.io.env['ANTHROPIC_API_KEY'];
      keys = { [OWN_HEADER]: accessKey, ...(key && { 'x-api-key': key }) };
      answer = await models(keys);
    }
    if (answer === undefined)
      return failed(
        `${gatewayUrl} does not answer.`,
        'Compare the address with the output GatewayUrl of the stack, and see the logs of forward-calls.',
      );
    const fault = faultOf(answer, { gatewayUrl, passesKeysOn, ownKey: 'x-api-key' in keys });
    if (fault) return fault;
    if (!examination.paidCall)
      return ok(`${gatewayUrl} forwards calls${passesKeysOn ? ' and their keys' : ''}.`);
    if (!('x-api-key' in keys))
      return skipped('a call needs ANTHROPIC_API_KEY here: this gateway passes it on.');
    return sendCall(examination, keys);
  },
};

/** A gateway that passes keys on takes access keys by a header of their own. */
const OWN_HEADER = 'x-token-ledger-key';

function faultOf(
  answer: Answer,
  { gatewayUrl, passesKeysOn, ownKey }: { gatewayUrl: string; passesKeysOn: boolean; ownKey: boolean },
): Finding | undefined {
  const { status, message = '', requestId } = answer;
  if (status === 429 && requestId === '')
    return failed(
      'The gateway has no room for another call: it is throttled.',
      'Raise gateway.reservedConcurrency in cdk.json and deploy, or ask AWS for a higher quota (see quotas).',
    );
  if (requestId === '')
    return failed(
      `${gatewayUrl} answers ${status}, and is no gateway of Token Ledger.`,
      'Use the output GatewayUrl of the stack, without a path.',
    );
  if (isOwn(answer)) return failed(`The gateway refuses the call: ${message}`, fixOf(message));
  if (status >= 500)
    return warning(`Anthropic answers ${status} at the moment.`, 'Run it again in a minute.');
  // Without a key of Anthropic, its refusal shows that calls get through.
  if (!ownKey || (status !== 401 && status !== 403)) return undefined;
  return passesKeysOn
    ? failed('Anthropic refuses the key in ANTHROPIC_API_KEY.', 'Set it to a valid key of Anthropic.')
    : failed('Anthropic refuses the key of the gateway.', VAULT);
}

const VAULT =
  'Store a valid key of Anthropic: aws secretsmanager put-secret-value --secret-id <gateway.anthropicKeySecret> --secret-string <key>';

function fixOf(message: string): string {
  if (message.includes("Anthropic's key")) return VAULT;
  if (message.includes('Messages API'))
    return 'Set gateway.upstream in cdk.json to an address that can be reached, and deploy.';
  if (message.includes('access key'))
    return 'Use an access key with the scope ingest: token-ledger keys create --name doctor --scopes ingest,read,admin';
  return 'See the logs of forward-calls (docs/runbook.md).';
}

async function sendCall(examination: Examination, keys: Keys): Promise<Finding> {
  const sentMs = examination.session.io.nowMs();
  const { model, feature } = PROBE;
  const answer = await ask(examination, '/v1/messages', {
    method: 'POST',
    headers: { ...keys, 'content-type': 'application/json', 'x-token-ledger-feature': feature },
    body: JSON.stringify({ model, max_tokens: 1, messages: [{ role: 'user', content: '1' }] }),
  });
  if (answer?.status === 200) return findRecord(examination, answer.requestId, sentMs);
  return failed(
    `A call through the gateway failed: ${answer?.message ?? 'no answer'}`,
    answer && isOwn(answer) ? fixOf(answer.message ?? '') : 'See what Anthropic says of this key and model.',
  );
}
