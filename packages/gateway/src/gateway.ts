import { observeResponse } from '@token-ledger/client/capture';
import type { Clock, DisabledIds, UsageQueue } from '@token-ledger/core';
import { attributeCall } from './attribute-call.ts';
import { type AuthenticationDeps, authenticateCaller } from './authenticate-caller.ts';
import { CallRecorder } from './call-recorder.ts';
import { type BudgetDeps, createBudgetCheck } from './check-budgets.ts';
import { errorResponse, GatewayError } from './gateway-error.ts';
import type { GivenUpCall } from './gateway-events.ts';
import { createNoteKeyUse, type KeyUseDeps } from './note-key-use.ts';
import { callerHeaders, upstreamHeaders } from './pass-headers.ts';
import { parsableText, requestFacts } from './request-facts.ts';
import { isBilled, listsBatches, routeOf } from './route.ts';
import type { SendUpstream } from './upstream.ts';

export interface GatewayDeps extends AuthenticationDeps, BudgetDeps, KeyUseDeps {
  /** Where the Messages API is, such as `https://api.anthropic.com`. */
  readonly upstream: URL;
  readonly sendUpstream: SendUpstream;
  readonly disabledIds: () => Promise<DisabledIds>;
  /** Anthropic's key, in vault mode. `fresh`: the one that was returned last was refused. */
  readonly anthropicKey?: (fresh: boolean) => Promise<string>;
  readonly queue: Pick<UsageQueue, 'send'>;
  readonly clock: Clock;
  /** Random, beginning with `tlgw_`. */
  readonly newId: () => string;
}

export interface IncomingCall {
  readonly method: string;
  /** As in the request line: path and query. */
  readonly target: string;
  readonly headers: Headers;
  /** Read only of callers with an access key: others could fill the memory. Rejects with a `GatewayError`. */
  readonly body: () => Promise<Uint8Array>;
  /** Aborts the call. */
  readonly signal?: AbortSignal;
}

export interface ForwardedCall {
  readonly response: Response;
  /**
   * To be called when the body of the response has ended (`complete`), broke or was given up. Resolves when the record is
   * sent; never rejects.
   */
  finish(complete: boolean): Promise<void>;
}

/** Forwards one call. Never rejects: what goes wrong is an answer. */
export type Gateway = (call: IncomingCall) => Promise<ForwardedCall>;

/**
 * The gateway without a network of its own: a request comes in, Anthropic's response goes out as it comes, and what the call
 * used is recorded for the caller's access key. Nothing is forwarded without one.
 */
export function createGateway(deps: GatewayDeps): Gateway {
  const checkBudgets = createBudgetCheck(deps);
  const noteKeyUse = createNoteKeyUse(deps);
  let keyWasRefused = false;

  return async (call) => {
    const id = deps.newId();
    try {
      return await forward(call, id);
    } catch (error) {
      const refusal = error instanceof GatewayError ? error : unexpected(error);
      if (error instanceof CallGivenUp) deps.events.givenUp(id, error.facts);
      else deps.events.refused(id, refusal.type, refusal.message);
      return answered(errorResponse(refusal, id));
    }
  };

  async function forward(call: IncomingCall, id: string): Promise<ForwardedCall> {
    const route = routeOf(call.method, call.target);
    if (route.kind === 'alive') return answered(new Response(null));
    if (route.kind === 'none') {
      throw new GatewayError('not_found_error', 'This gateway forwards the Messages API only.');
    }
    const receivedAtMs = deps.clock();
    const accessKey = await authenticateCaller(call.headers, deps);
    const noted = noteKeyUse(accessKey.id);
    if (deps.mode === 'vault' && listsBatches(call.method, route)) {
      const message = 'This list would show the batches of other callers. Read your own by their ids.';
      throw new GatewayError('permission_error', message);
    }
    const body = await call.body();
    const isMessage = route.path === '/v1/messages';
    const facts = isMessage ? requestFacts(body) : {};
    const attribution = attributeCall({
      headers: call.headers,
      facts,
      accessKey,
      disabled: await deps.disabledIds(),
      receivedAtMs,
    });
    if (isBilled(call.method, route)) await checkBudgets(attribution);

    const url = new URL(`${deps.upstream.href.replace(/\/$/, '')}${route.path}${route.query}`);
    const response = await send(url, call, body).catch((error: unknown) => {
      // What was sent before its caller gave it up may be billed, for what nobody knows: it has neither an id nor figures.
      const { accessKeyId } = attribution;
      if (isMessage && error instanceof Unanswered && call.signal?.aborted) {
        throw new CallGivenUp({ accessKeyId, model: facts.model, startedAtMs: receivedAtMs });
      }
      throw error;
    });
    const recorder = new CallRecorder(deps, {
      attribution,
      startedAtMs: receivedAtMs,
      id,
      mayBeEmpty: !isMessage,
    });
    const observed = observeResponse(response, requestOf(url, body), (each, requestId) =>
      recorder.add(each, requestId),
    );
    const recorded = observed !== response;
    return {
      response: new Response(observed.body, {
        status: response.status,
        statusText: response.statusText,
        headers: callerHeaders(response.headers, recorded),
      }),
      finish: async (complete) => {
        if (recorded) await recorder.finish(complete);
        await noted;
      },
    };
  }

  async function send(
    url: URL,
    { method, headers, signal }: IncomingCall,
    body: Uint8Array,
  ): Promise<Response> {
    const key = await deps.anthropicKey?.(keyWasRefused).catch((error: unknown) => {
      deps.events.failed("Anthropic's key could not be read.", error);
      throw new GatewayError('api_error', "The gateway cannot read Anthropic's key. Try again.");
    });
    // Nothing is sent, and nothing billed, for a caller who has gone already.
    if (signal?.aborted)
      throw new GatewayError('api_error', 'The call was given up before it was forwarded.');
    const request = { method, headers: upstreamHeaders(headers, key), body, signal };
    const response = await deps.sendUpstream(url, request).catch((cause: unknown) => {
      if (!signal?.aborted) deps.events.failed('The Messages API could not be reached.', cause);
      throw new Unanswered('api_error', 'The Messages API cannot be reached. Try again.', { cause });
    });
    keyWasRefused = key !== undefined && response.status === 401;
    if (response.status >= 300 && response.status < 400) {
      // Followed by a client, it would lead the key to another host.
      await response.body?.cancel();
      throw new GatewayError('api_error', `The Messages API answered with a redirect (${response.status}).`);
    }
    return response;
  }

  function unexpected(error: unknown): GatewayError {
    deps.events.failed('A call could not be forwarded.', error);
    return new GatewayError('api_error', 'The gateway failed. Try again.');
  }
}

/** The request was sent, and no answer began. */
class Unanswered extends GatewayError {}

class CallGivenUp extends GatewayError {
  readonly facts: GivenUpCall;

  constructor(facts: GivenUpCall) {
    super('api_error', 'The call was given up before its answer began.');
    this.facts = facts;
  }
}

/** The body is needed as text only if an answer breaks off before it says anything. */
function requestOf({ href: url }: URL, body: Uint8Array) {
  return {
    url,
    get body() {
      return parsableText(body);
    },
  };
}

function answered(response: Response): ForwardedCall {
  return { response, finish: async () => undefined };
}
