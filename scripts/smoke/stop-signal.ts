import { onStopRequest } from '../local/shutdown.ts';

export class StoppedError extends Error {
  override name = 'StoppedError';

  constructor() {
    super('Stopped on request.');
  }
}

/** Ends what runs when the person asks to stop, so that what was deployed can still be removed. */
export interface StopSignal {
  readonly signal: AbortSignal;
  /** The result of a step, unless the request to stop comes first. */
  readonly during: <T>(step: Promise<T>) => Promise<T>;
}

export function createStopSignal(): StopSignal {
  const controller = new AbortController();
  const stopped = Promise.withResolvers<never>();
  stopped.promise.catch(() => undefined);
  onStopRequest(() => {
    console.log('\nStopping: what was deployed is removed first. A second Ctrl-C leaves it there.');
    controller.abort();
    stopped.reject(new StoppedError());
  });
  return {
    signal: controller.signal,
    during: (step) => Promise.race([step, stopped.promise]),
  };
}
