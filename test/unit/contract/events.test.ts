import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  EVENT_TYPES,
  type EventType,
  type LedgerEvent,
  MAX_ENTRIES_BYTES,
  MAX_ROWS_PER_ENTRY,
  packEvents,
  parseNotificationMessage,
  qualityChangedEvent,
  type UsageEntry,
  usageCollected,
  usageEntries,
} from '@token-ledger/contract';
import { EVENT_EXAMPLES, EVENT_SCHEMAS, eventDocuments } from '@token-ledger/contract/events';
import { usageRecord } from '../../support/records.ts';

const FOLDER = new URL('../../../docs/events/', import.meta.url);
const GUIDE = readFileSync(new URL('../../../docs/events.md', import.meta.url), 'utf8');
const types = Object.keys(EVENT_TYPES) as EventType[];
const digest = (text: string) => `#${text.length}`;

describe('the schemas of events', () => {
  it('are checked in as they are generated: run `npm run events` after a change', () => {
    const documents = eventDocuments();
    expect(readdirSync(FOLDER).toSorted()).toEqual(Object.keys(documents).toSorted());
    for (const [name, schema] of Object.entries(documents))
      expect([name, JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))]).toEqual([name, schema]);
  });

  it.each(types)('of %s have an example that they accept with every field it has', (type) => {
    expect(EVENT_SCHEMAS[type].parse(EVENT_EXAMPLES[type])).toEqual(EVENT_EXAMPLES[type]);
  });

  it.each(types)('of %s have a version and an id, and refuse a detail without them', (type) => {
    const { version: _version, ...unversioned } = EVENT_EXAMPLES[type];
    const { eventId: _id, ...anonymous } = EVENT_EXAMPLES[type];
    expect(EVENT_SCHEMAS[type].safeParse(unversioned).success).toBe(false);
    expect(EVENT_SCHEMAS[type].safeParse(anonymous).success).toBe(false);
  });

  it('are in the guide, each with its detail type, file and setting', () => {
    const rows = types.map((type) => [EVENT_TYPES[type], `events.${type}`]);
    for (const [name = '', setting = ''] of rows) {
      const file = `events/${name.toLowerCase().replaceAll(' ', '-')}.json`;
      expect(GUIDE).toMatch(
        new RegExp(`^\\| \`${name}\` \\| .* \\| \\[.*\\]\\(${file}\\) \\| \`${setting}\``, 'm'),
      );
    }
  });
});

describe('entries of collected usage', () => {
  const record = (number: number) =>
    usageRecord({
      requestId: `req_${number}`,
      accessKeyId: 'ak_1',
      userId: `u_${String(number).padStart(4, '0')}`,
    });
  const records = (count: number) => Array.from({ length: count }, (_, number) => record(number));

  it('are the same for the same calls in any order, and count a call once', () => {
    const all = records(5);
    const entries = usageEntries('m', all);
    expect(usageEntries('m', [...all.toReversed(), ...all])).toEqual(entries);
    expect(entries).toHaveLength(1);
    expect(entries[0]?.usage.map(({ requests }) => requests)).toEqual([1, 1, 1, 1, 1]);
    expect(usageEntries('m', [])).toEqual([]);
  });

  it('have at most so many rows, and ids of their own where a message has more', () => {
    const ids = (count: number) => usageEntries('m', records(count)).map(({ id }) => id);
    expect(ids(MAX_ROWS_PER_ENTRY)).toEqual(['m']);
    expect(ids(MAX_ROWS_PER_ENTRY + 1)).toEqual(['m.0', 'm.1']);
  });

  it('are divided among events that are within one unit of the bill, whatever ids are in them', () => {
    // The longest id that also doubles as JSON.
    const longest = (number: number) => `${'"'.repeat(124)}${String(number).padStart(4, '0')}`;
    const long = Array.from({ length: 500 }, (_, number) =>
      usageRecord({ requestId: `req_${number}`, accessKeyId: longest(0), userId: longest(number) }),
    );
    const details = usageCollected(usageEntries('m', long), digest);
    expect(details.length).toBeGreaterThan(2);
    for (const detail of details) expect(JSON.stringify(detail).length).toBeLessThan(62 * 1024);
    expect(details.flatMap(({ entries }) => entries.flatMap(({ usage }) => usage))).toHaveLength(500);
    expect(new Set(details.flatMap(({ entries }) => entries.map(({ id }) => id))).size).toBe(10);
  });

  it('share an event up to the limit, and not one byte beyond', () => {
    const [first] = usageEntries('m', records(1)) as [UsageEntry];
    const bytes = JSON.stringify(first).length + 1;
    const padded = (id: string, size: number): UsageEntry => ({
      ...first,
      id: id.padEnd(size - bytes + 1, 'x'),
    });
    const halves = (size: number) =>
      usageCollected([padded('a', MAX_ENTRIES_BYTES / 2), padded('b', size)], digest).length;
    expect([halves(MAX_ENTRIES_BYTES / 2), halves(MAX_ENTRIES_BYTES / 2 + 1)]).toEqual([1, 2]);
  });
});

describe('messages of events', () => {
  const event: LedgerEvent = { type: 'exportReady', atMs: 1, detail: EVENT_EXAMPLES.exportReady };
  const sizes = (events: readonly LedgerEvent[]) =>
    packEvents(events).map((body) => {
      const message = parseNotificationMessage(body);
      return 'events' in message ? message.events.length : 0;
    });

  it('hold what was packed, at most ten to a call of EventBridge', () => {
    expect(parseNotificationMessage(packEvents([event])[0] ?? '')).toEqual({ events: [event] });
    expect(sizes(Array.from({ length: 21 }, () => event))).toEqual([10, 10, 1]);
    expect(packEvents([])).toEqual([]);
  });

  it('have at most 64 KB', () => {
    const half = { ...event, detail: { ...EVENT_EXAMPLES.exportReady, exportId: 'x'.repeat(31 * 1024) } };
    expect(sizes([half, half, half])).toEqual([2, 1]);
    for (const body of packEvents([half, half, half])) expect(body.length).toBeLessThanOrEqual(64 * 1024);
  });

  it('are refused if their type is unknown, or an event has no id', () => {
    const body = (changed: object) => JSON.stringify({ v: 1, events: [{ ...event, ...changed }] });
    expect(() => parseNotificationMessage(body({ type: 'fax' }))).toThrow('Invalid input');
    expect(() => parseNotificationMessage(body({ detail: {} }))).toThrow('Invalid input');
  });
});

it('a change of quality has the same id in every attempt to announce it', () => {
  const change = { subject: 'deployment', from: 'good', to: 'poor', changedAtMs: 1_795_255_200_000 };
  const event = qualityChangedEvent(change);
  expect(event).toEqual({
    type: 'qualityChanged',
    atMs: change.changedAtMs,
    detail: EVENT_EXAMPLES.qualityChanged,
  });
});
