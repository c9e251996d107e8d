import { PassThrough, type Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { createHandler } from '../../functions/forward-calls/handler.ts';
import { createTestGateway, type TestGatewayOptions } from '../support/gateway.ts';

const START = `event: message_start\ndata: ${JSON.stringify({
  type: 'message_start',
  message: { id: 'msg_1', model: 'claude-opus-5-5', usage: { input_tokens: 1, output_tokens: 1 } },
})}\n\n`;

/** The function before an API whose answer is a stream that a test writes. */
async function setUp(contentType = 'text/event-stream') {
  const answer = new PassThrough();
  const sent: { readonly method: string; readonly body: string; readonly url: string }[] = [];
  const sendUpstream: TestGatewayOptions['sendUpstream'] = async (url, { method, body, signal }) => {
    sent.push({ method, body: Buffer.from(body).toString(), url: url.href });
    signal?.addEventListener('abort', () => answer.destroy(new Error('aborted')));
    const stream = PassThrough.toWeb(answer).readable as ReadableStream<Uint8Array>;
    return new Response(stream, { headers: { 'content-type': contentType, 'content-length': '7' } });
  };
  const gateway = createTestGateway({ upstreamUrl: 'https://api.anthropic.com', sendUpstream });
  const { printed } = await gateway.issueKey();
  const heads: object[] = [];
  const handler = createHandler({
    gateway: gateway.gateway,
    openResponse: (stream, head) => {
      heads.push(head);
      return stream;
    },
    telemetry: gateway.telemetry,
  });
  const call = (
    more: Partial<LambdaFunctionURLEvent> = {},
    target: Writable = new PassThrough(),
    ms = 900_000,
  ) =>
    handler(
      {
        rawPath: '/v1/messages',
        rawQueryString: 'beta=true',
        headers: { 'x-api-key': printed },
        requestContext: { http: { method: 'POST' } },
        body: '{"a":"é"}',
        isBase64Encoded: false,
        ...more,
      } as LambdaFunctionURLEvent,
      target,
      { getRemainingTimeInMillis: () => ms },
    );
  return { ...gateway, answer, sent, heads, call, printed };
}

const read = async (stream: PassThrough) => {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
};

describe('forward-calls', () => {
  it('forwards the body of an event as it was sent, as text or in base64', async () => {
    const { call, answer, sent, heads, telemetry } = await setUp();
    answer.end(START);
    await call();
    await call({
      body: Buffer.from('{"a":"é"}').toString('base64'),
      isBase64Encoded: true,
      rawQueryString: '',
    });
    expect(sent).toEqual([
      { method: 'POST', body: '{"a":"é"}', url: 'https://api.anthropic.com/v1/messages?beta=true' },
      { method: 'POST', body: '{"a":"é"}', url: 'https://api.anthropic.com/v1/messages' },
    ]);
    expect(heads[0]).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'text/event-stream', 'x-token-ledger': 'recorded' },
    });
    expect(telemetry.flushes).toBe(2);
  });

  it('takes headers that Lambda has decoded already', async () => {
    const { call, answer, records, printed } = await setUp();
    answer.end(START);
    await call({ headers: { 'x-api-key': printed, 'x-token-ledger-feature': '对账' } });
    expect(records()).toMatchObject([{ feature: '对账' }]);
  });

  it('takes no more from the API than its caller takes', async () => {
    const { call, answer } = await setUp();
    const target = new PassThrough({ highWaterMark: 10_000 });
    const chunk = Buffer.alloc(10_000, 'x');
    let written = 0;
    const done = call({}, target);
    const writeOn = () => {
      while (written < 100 && answer.write(chunk)) written += 1;
      if (written >= 100) answer.end();
      else answer.once('drain', writeOn);
    };
    writeOn();
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    expect(written).toBeLessThan(50);
    expect((await read(target)).length).toBeGreaterThanOrEqual(1_000_000);
    await done;
  });

  it('ends a call ten seconds before its own time is over, and records what is known', async () => {
    const { call, answer, records, heads } = await setUp();
    const target = new PassThrough();
    answer.write(START);
    await call({}, target, 10_300);
    expect(await read(target)).toBe(
      `${START}\n\nevent: error\ndata: {"type":"error","error":{"type":"api_error","message":"The stream broke off."}}\n\n`,
    );
    expect(records()).toMatchObject([{ status: 'partial', usage: { output_tokens: 1 } }]);
    expect(heads).toHaveLength(1);
  });

  it('records a call whose caller has stopped reading before its own time is over', async () => {
    const { call, answer, records, telemetry } = await setUp();
    answer.write(START);
    answer.write(Buffer.alloc(50_000, 'x'));
    const target = new PassThrough({ highWaterMark: 10_000 });
    await call({}, target, 10_300);
    expect(target.writableNeedDrain || target.writableLength > 0).toBe(true);
    expect(target.writableFinished).toBe(false);
    expect(records()).toMatchObject([{ status: 'partial', usage: { output_tokens: 1 } }]);
    expect(telemetry.flushes).toBe(1);
  });

  it('fails when an answer that is not a stream breaks off, and says so in no ordinary end', async () => {
    const { call, answer, telemetry } = await setUp('application/json');
    const target = new PassThrough();
    answer.write('{"type":"mess');
    target.once('readable', () => answer.destroy(new Error('cut')));
    await expect(call({}, target)).rejects.toThrow('An answer broke off before its end.');
    expect(target.writableEnded).toBe(false);
    expect(telemetry.counts).toEqual({ CallsBrokenOff: 1 });
  });
});
