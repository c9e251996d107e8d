import { describe, expect, it } from '@jest/globals';
import { Random } from '../../../scripts/random.ts';
import { type Path, planReplay } from '../../../scripts/replay/plan.ts';
import { toWire } from '../../../scripts/replay/wire.ts';

const rows = Array.from({ length: 2000 }, (_, index) => ({
  atMs: Date.UTC(2026, 10, 21) + index,
  inputTokens: index,
  outputTokens: 1,
}));
const options = { run: 'test', paths: ['http', 'sqs'] as Path[], duplicates: 0.2 };
const plan = (seed: number) => planReplay(rows, new Random(seed), options);
const ids = (deliveries: readonly { readonly record: { readonly requestId: string } }[]) =>
  deliveries.map(({ record }) => record.requestId);

describe('the plan of a replay', () => {
  it('is the same for the same seed, and different for another', () => {
    expect(plan(1)).toEqual(plan(1));
    expect(plan(2)).not.toEqual(plan(1));
  });

  it('has every call of the trace once, under an id of its own, with its time and tokens', () => {
    const { records } = plan(1);
    expect(new Set(records.map(({ requestId }) => requestId)).size).toBe(rows.length);
    expect(
      records.map(({ occurredAtMs, inputTokens, outputTokens }) => ({
        atMs: occurredAtMs,
        inputTokens,
        outputTokens,
      })),
    ).toEqual(rows);
  });

  it('delivers every record, and the planned share of them twice', () => {
    const { records, firstPass, secondPass } = plan(1);
    expect(new Set(ids(firstPass))).toEqual(new Set(ids(records.map((record) => ({ record })))));
    const repeated = firstPass.length + secondPass.length - records.length;
    expect(repeated / records.length).toBeCloseTo(options.duplicates, 1);
    expect(secondPass.length).toBeGreaterThan(0);
  });

  it('changes a record only after it may have been recorded', () => {
    const { records, firstPass, secondPass } = plan(1);
    const truth = new Map(records.map((record) => [record.requestId, record]));
    for (const { record } of firstPass) expect(record).toBe(truth.get(record.requestId));
    for (const { record } of secondPass) {
      const original = truth.get(record.requestId);
      expect(record.occurredAtMs).toBeLessThan(original?.occurredAtMs ?? 0);
      expect(record.inputTokens).not.toBe(original?.inputTokens);
    }
  });

  it('has no reports in part, or under other names, unless asked for', () => {
    const { records, firstPass } = plan(1);
    expect(firstPass.every(({ record }) => records.includes(record))).toBe(true);
    expect(records.some((record) => 'messageId' in record || record.status === 'partial')).toBe(false);
  });

  it('reports the share of calls that is asked for in part as well, with fewer tokens', () => {
    const { records, firstPass } = planReplay(rows, new Random(1), {
      ...options,
      duplicates: 0,
      partial: 0.1,
    });
    const parts = firstPass.map(({ record }) => record).filter(({ status }) => status === 'partial');
    expect(parts.length / records.length).toBeCloseTo(0.1, 1);
    expect(firstPass).toHaveLength(records.length + parts.length);
    const truth = new Map(records.map((record) => [record.requestId, record]));
    for (const { requestId, status: _, outputTokens, ...part } of parts) {
      expect(truth.get(requestId)).toMatchObject(part);
      expect(outputTokens).toBeLessThanOrEqual(truth.get(requestId)?.outputTokens ?? 0);
    }
    // Some of them come after the whole.
    const places = parts.map((part) => {
      const ids = firstPass.map(({ record }) => record);
      return ids.indexOf(part) - ids.findIndex((record) => record === truth.get(part.requestId));
    });
    expect(places.some((place) => place < 0) && places.some((place) => place > 0)).toBe(true);
  });

  it('reports the share of calls that is asked for under one name, or each of two, as well', () => {
    const twoNames = { ...options, duplicates: 0, twoNames: 0.1 };
    const { records, firstPass } = planReplay(rows, new Random(1), twoNames);
    const named = records.filter(({ messageId }) => messageId !== undefined);
    expect(named.length / records.length).toBeCloseTo(0.1, 1);
    const reports = Map.groupBy(firstPass, ({ record }) => record.requestId);
    const ways = new Set<string>();
    for (const { requestId, messageId } of named) {
      const wires = (reports.get(requestId) ?? []).map(({ record }) => toWire(record));
      for (const wire of wires) {
        expect([undefined, requestId]).toContain(wire.requestId);
        expect([undefined, messageId]).toContain(wire.messageId);
      }
      const known = wires.map(
        (wire) => `${wire.requestId ? 'request' : ''}${wire.messageId ? 'message' : ''}`,
      );
      ways.add(known.toSorted().join(' '));
    }
    expect(ways).toEqual(new Set(['message requestmessage', 'message request requestmessage']));
  });

  it('uses both paths about equally', () => {
    const { firstPass } = plan(1);
    const overHttp = firstPass.filter(({ path }) => path === 'http').length;
    expect(overHttp / firstPass.length).toBeCloseTo(0.5, 1);
  });

  it('uses every access key and every user, some of them much more than others', () => {
    const { records } = planReplay(rows, new Random(1), { ...options, accessKeys: 500, users: 300 });
    for (const [ids, count] of [
      [records.map(({ accessKeyId }) => accessKeyId), 500],
      [records.map(({ userId }) => userId), 300],
    ] as const) {
      const calls = new Map<string, number>();
      for (const id of ids) calls.set(id, (calls.get(id) ?? 0) + 1);
      expect(calls.size).toBe(count);
      expect(Math.max(...calls.values())).toBeGreaterThan(10);
    }
    // Access keys do not belong to single users.
    expect(
      new Set(records.map(({ accessKeyId, userId }) => `${accessKeyId} ${userId}`)).size,
    ).toBeGreaterThan(1500);
  });

  it('has at most as many access keys as calls', () => {
    const many = { ...options, accessKeys: rows.length, users: rows.length };
    const { records } = planReplay(rows, new Random(1), many);
    expect(new Set(records.map(({ accessKeyId }) => accessKeyId)).size).toBe(rows.length);
    expect(new Set(records.map(({ userId }) => userId)).size).toBe(rows.length);
  });

  it('has 8 access keys and 40 users by default', () => {
    const { records } = plan(1);
    expect(new Set(records.map(({ accessKeyId }) => accessKeyId)).size).toBe(8);
    expect(new Set(records.map(({ userId }) => userId)).size).toBe(40);
  });
});
