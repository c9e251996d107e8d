import { setTimeout as delay } from 'node:timers/promises';
import type { Route } from 'playwright-core';
import type { Answer } from './answer-console.ts';

/** Answers are followed by further questions within this time. */
const QUIET_MS = 80;

/** Answers what a browser asks, and knows when it asks for nothing more. */
export class Traffic {
  readonly #answer: Answer;
  #open = 0;
  #lastAtMs = 0;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  readonly fulfill = async (route: Route): Promise<void> => {
    this.#open += 1;
    try {
      const asked = route.request();
      const body = asked.postDataBuffer();
      const response = await this.#answer(
        new Request(asked.url(), {
          method: asked.method(),
          headers: asked.headers(),
          ...(body && { body: new Uint8Array(body) }),
        }),
      );
      const { status, headers } = response;
      const bytes = Buffer.from(await response.arrayBuffer());
      await route.fulfill({ status, headers: Object.fromEntries(headers), body: bytes });
    } finally {
      this.#open -= 1;
      this.#lastAtMs = performance.now();
    }
  };

  async isQuiet(): Promise<void> {
    await delay(QUIET_MS);
    while (this.#open > 0 || performance.now() - this.#lastAtMs < QUIET_MS) await delay(QUIET_MS / 4);
  }
}
