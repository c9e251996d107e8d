import { describe, expect, it } from '@jest/globals';
import { deliver } from '../../../scripts/replay/deliver.ts';
import type { Delivery, Path, PlannedRecord } from '../../../scripts/replay/plan.ts';

function deliveries(count: number): Delivery[] {
  return Array.from({ length: count }, (_, index) => ({
    path: index % 3 === 0 ? 'sqs' : 'http',
    record: {
      requestId: `r${index}`,
      occurredAtMs: index,
      accessKeyId: 'ak',
      userId: 'u',
      model: 'm',
      feature: 'f',
      status: 'ok',
      inputTokens: 1,
      outputTokens: 1,
    },
  }));
}

/** Accepts everything, and keeps it. */
function recordingSend() {
  const batches: { path: Path; ids: string[] }[] = [];
  const sendBy = (path: Path) => async (records: readonly PlannedRecord[]) => {
    batches.push({ path, ids: records.map(({ requestId }) => requestId) });
  };
  return { batches, send: { http: sendBy('http'), sqs: sendBy('sqs') } };
}

describe('delivering records', () => {
  it('sends every record by its path, in batches of the requested size', async () => {
    const { batches, send } = recordingSend();
    let sent = 0;
    const all = deliveries(100);
    await deliver(all, { send, batchSize: 7, onSent: (records) => (sent += records) });
    expect(sent).toBe(100);
    for (const path of ['http', 'sqs'] as const) {
      const wanted = all.filter((delivery) => delivery.path === path).map(({ record }) => record.requestId);
      expect(batches.filter((batch) => batch.path === path).flatMap(({ ids }) => ids)).toEqual(wanted);
    }
    expect(Math.max(...batches.map(({ ids }) => ids.length))).toBe(7);
  });

  it('keeps to the rate', async () => {
    const { send } = recordingSend();
    const startedAtMs = performance.now();
    await deliver(deliveries(30), { send, batchSize: 1, recordsPerSecond: 100, onSent: () => undefined });
    expect(performance.now() - startedAtMs).toBeGreaterThan(280);
  });

  it('fails when a batch cannot be sent', async () => {
    const send = { http: () => Promise.reject(new Error('refused')), sqs: () => Promise.resolve() };
    const options = { send, batchSize: 1, onSent: () => undefined };
    await expect(deliver(deliveries(5), options)).rejects.toThrow('refused');
  });
});
