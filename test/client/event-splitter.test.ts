import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventSplitter } from '../../packages/client/src/capture/event-splitter.ts';

const MAX_EVENT_CHARACTERS = 1_048_576;

function split(chunks: readonly Uint8Array[]): unknown[] {
  const events: unknown[] = [];
  const splitter = new EventSplitter((event) => events.push(event));
  for (const chunk of chunks) splitter.feed(chunk);
  return events;
}

const bytes = (text: string) => new TextEncoder().encode(text);

const event = fc.record({
  type: fc.constantFrom('message_start', 'message_delta', 'message_stop', 'content_block_delta', 'ping'),
  text: fc.string({ unit: 'grapheme' }),
});

describe('the splitter of events', () => {
  it('takes a line separator within JSON for text', () => {
    const event = { type: 'message_delta', text: '\u2028data: {}\u2029' };
    expect(split([bytes(`event: message_delta\ndata: ${JSON.stringify(event)}\n\n`)])).toEqual([event]);
  });

  it('finds the events with usage, and no others, however the bytes are cut and the lines end', () => {
    fc.assert(
      fc.property(
        fc.array(event),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat({ max: 40 })),
        (events, lineEnd, cuts) => {
          const text = events
            .map((data) => `event: ${data.type}${lineEnd}data: ${JSON.stringify(data)}${lineEnd}${lineEnd}`)
            .join('');
          const all = bytes(text);
          const chunks: Uint8Array[] = [];
          let start = 0;
          for (const length of cuts) {
            chunks.push(all.subarray(start, start + length));
            start += length;
          }
          // An event is over when the next line is known not to belong to it.
          chunks.push(all.subarray(start), bytes('\n'));
          expect(split(chunks)).toEqual(events.filter(({ type }) => type.startsWith('message_')));
        },
      ),
    );
  });

  it('joins the lines of data, and survives what is not JSON', () => {
    const text =
      'event: message_delta\ndata: {"a":\ndata: 1}\n\nevent: message_delta\ndata: {\n\nevent: message_stop\ndata: {"b":2}\n\n';
    expect(split([bytes(text)])).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it.each([
    ['an event of the largest size', MAX_EVENT_CHARACTERS, 2],
    ['no longer one, and nothing of it, but what follows', MAX_EVENT_CHARACTERS + 1, 1],
  ])('reads %s', (_, size, count) => {
    const head = 'event: message_start\ndata: "';
    const long = `${head}${'x'.repeat(size - head.length - 1)}"`;
    expect(long).toHaveLength(size);
    const chunks = [long, '\n\nevent: message_stop\ndata: "end"\n\n'].map(bytes);
    const events = split(chunks);
    expect(events).toHaveLength(count);
    expect(events.at(-1)).toBe('end');
  });
});
