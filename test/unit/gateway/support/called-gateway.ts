import type { IncomingCall } from '../../../../packages/gateway/src/gateway.ts';
import { createTestGateway, type TestGatewayOptions } from '../../../support/gateway.ts';

export const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  model: 'claude-opus-5-5',
  content: [{ type: 'text', text: 'a secret answer' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 1, output_tokens: 2 },
};

/** A gateway before an API that answers with one message, or as it is said. */
export function setUp(options: Partial<TestGatewayOptions> = {}, answer = () => Response.json(MESSAGE)) {
  const sent: { url: string; headers: Headers }[] = [];
  const gateway = createTestGateway({
    upstreamUrl: 'https://api.anthropic.com',
    sendUpstream: async (url, { headers }) => {
      sent.push({ url: url.href, headers });
      return answer();
    },
    ...options,
  });
  const call = async (
    headers: Record<string, string>,
    more: Partial<IncomingCall> & { json?: object; text?: string } = {},
  ) => {
    const { json = {}, text: sentText = JSON.stringify(json), ...rest } = more;
    const body = async () => new TextEncoder().encode(sentText);
    const incoming = { method: 'POST', target: '/v1/messages', body, ...rest, headers: new Headers(headers) };
    const forwarded = await gateway.gateway(incoming);
    const { response } = forwarded;
    const text = await response.text();
    await forwarded.finish(true);
    return { status: response.status, headers: response.headers, text };
  };
  return { ...gateway, sent, call };
}
