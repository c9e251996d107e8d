import { CliError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;

/** Asks again, with growing pauses, until there is an answer. @throws CliError after `timeoutMs` */
export async function waitFor<T>(
  io: Io,
  what: string,
  timeoutMs: number,
  attempt: () => Promise<T | undefined>,
): Promise<T> {
  const endMs = io.nowMs() + timeoutMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const result = await attempt();
    if (result !== undefined) return result;
    if (io.nowMs() >= endMs)
      throw new CliError(
        `${what} took longer than ${Math.round(timeoutMs / 1000)} s.`,
        'It goes on. Ask for it later.',
        EXIT.temporary,
      );
    await io.sleep(pauseMs);
  }
}
