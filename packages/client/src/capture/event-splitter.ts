/** A server-sent event longer than this, in characters, is skipped: those that carry usage are short. */
const MAX_EVENT_CHARACTERS = 1_048_576;

/**
 * Finds the events that carry usage in a stream of server-sent events, chunk by chunk, and parses no other: `message_start`,
 * `message_delta`, `message_stop`, and what the API may add under such a name. Holds at most one event.
 */
export class EventSplitter {
  readonly #onEvent: (data: unknown) => void;
  readonly #decoder = new TextDecoder();
  #rest = '';
  #skipping = false;

  constructor(onEvent: (data: unknown) => void) {
    this.#onEvent = onEvent;
  }

  feed(chunk: Uint8Array): void {
    let text = this.#rest + this.#decoder.decode(chunk, { stream: true });
    // A carriage return at the end may belong to a line break that continues in the next chunk.
    const held = text.endsWith('\r') ? '\r' : '';
    text = (held ? text.slice(0, -1) : text).replaceAll('\r\n', '\n').replaceAll('\r', '\n');
    let start = 0;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n', start)) {
      if (!this.#skipping) this.#read(text.slice(start, end));
      this.#skipping = false;
      start = end + 2;
    }
    this.#rest = text.slice(start) + held;
    if (this.#rest.length > MAX_EVENT_CHARACTERS) {
      this.#skipping = true;
      // The end of the event may be divided between this chunk and the next.
      this.#rest = this.#rest.slice(-1);
    }
  }

  #read(event: string): void {
    // By line feeds alone: to a regular expression, JSON may hold other line ends.
    const lines = event.split('\n');
    if (!lines.some((line) => /^event: ?message_/.test(line))) return;
    const data = lines.flatMap((line) => /^data: ?(.*)/s.exec(line)?.[1] ?? []).join('\n');
    try {
      this.#onEvent(JSON.parse(data));
    } catch {
      // Not JSON, so not an event of the API.
    }
  }
}
