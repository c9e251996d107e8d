import type { SendOutcome, SendResult, Transport } from '@token-ledger/client';

type Batch = Parameters<Transport['send']>[0];

/** A way to nowhere that remembers what was sent and answers as it is scripted; accepts everything by default. */
export class FakeTransport implements Transport {
  readonly limits = { records: 1000, bytes: 5_000_000 };
  readonly batches: (readonly { requestId: string; json: string }[])[] = [];
  /** Answers of the next sends, one each. */
  readonly answers: ((batch: Batch) => SendResult | Promise<SendResult>)[] = [];

  async send(records: Batch): Promise<SendResult> {
    this.batches.push([...records]);
    return (this.answers.shift() ?? accepting)(records);
  }

  /** Request ids in the order in which they were sent. */
  sent(): readonly (readonly string[])[] {
    return this.batches.map((batch) => batch.map(({ requestId }) => requestId));
  }
}

const accepting = (batch: Batch): SendResult => ({
  outcomes: batch.map(() => ({ kind: 'accepted' })),
});

export const failing = (batch: Batch): SendResult => ({
  outcomes: batch.map(() => ({ kind: 'failed', message: 'The ledger answered with status 500.' })),
  status: 500,
});

export const answering = (outcomes: readonly SendOutcome[]) => (): SendResult => ({ outcomes });
