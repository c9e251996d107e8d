import type { CapturedCall } from '@token-ledger/client/capture';
import { packMessages } from '@token-ledger/contract';
import type { Clock, UsageQueue } from '@token-ledger/core';
import type { CallAttribution } from './attribute-call.ts';
import type { GatewayEvents } from './gateway-events.ts';

/** Results of a batch are sent while they pass by, so many at a time. */
const RECORDS_AT_ONCE = 200;

interface RecorderDeps {
  readonly queue: Pick<UsageQueue, 'send'>;
  readonly events: GatewayEvents;
  readonly clock: Clock;
}

interface RecordedCall {
  readonly attribution: CallAttribution;
  readonly startedAtMs: number;
  /** Names the call in the log. */
  readonly id: string;
  /** A download of batch results may have none. */
  readonly mayBeEmpty: boolean;
}

/** Sends what one response says about usage to the queue: the record of a call, or those of a batch. */
export class CallRecorder {
  readonly #deps: RecorderDeps;
  readonly #call: RecordedCall;
  #waiting: object[] = [];
  #sent = Promise.resolve();
  #seen = 0;

  constructor(deps: RecorderDeps, call: RecordedCall) {
    this.#deps = deps;
    this.#call = call;
  }

  add(call: CapturedCall, requestId: string | undefined): void {
    this.#seen += 1;
    const { attribution, startedAtMs } = this.#call;
    this.#waiting.push({
      ...attribution,
      ...call,
      requestId,
      occurredAt: startedAtMs,
      endpoint: '/v1/messages',
      source: 'gateway',
    });
    if (this.#waiting.length >= RECORDS_AT_ONCE) this.#send();
  }

  /** Sends the rest and waits until all is sent. `complete`: the response passed by to its end. Never rejects. */
  async finish(complete: boolean): Promise<void> {
    const { id, mayBeEmpty } = this.#call;
    if (this.#seen === 0 && !mayBeEmpty) this.#deps.events.withoutUsage(id, complete);
    if (this.#waiting.length > 0) this.#send();
    await this.#sent;
  }

  #send(): void {
    const records = this.#waiting;
    this.#waiting = [];
    this.#sent = this.#sent.then(() => this.#queue(records));
  }

  async #queue(records: readonly object[]): Promise<void> {
    const { queue, events, clock } = this.#deps;
    const messages = packMessages(records, clock());
    const outcomes = await queue.send(
      'live',
      messages.map(({ body }) => body),
    );
    for (const [index, { indexes }] of messages.entries()) {
      const outcome = outcomes[index];
      if (outcome?.kind === 'sent') events.recorded(indexes.length);
      else for (const place of indexes) events.notQueued(records[place] ?? {}, outcome?.error);
    }
  }
}
