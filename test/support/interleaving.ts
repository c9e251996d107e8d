import type { LedgerStore, UsageRecord } from '@token-ledger/core';
import type { Random } from './random.ts';

/*
 * A deterministic scheduler for concurrent actors. Every store call of an actor waits until it is chosen, takes effect
 * alone, and its answer waits to be chosen again. An actor can be killed before or after any of its calls: it then simply
 * never continues, as a function whose machine is gone.
 */

interface Step {
  readonly actor: Actor;
  readonly run: () => void;
}

class Actor {
  dead = false;
  done = false;
}

export class Interleaving {
  readonly #random: Random;
  readonly #waiting: Step[] = [];
  readonly #actors: Actor[] = [];
  readonly #errors: unknown[] = [];
  readonly #killProbability: number;
  steps = 0;

  /** @param killProbability of every single step to be the last of its actor. */
  constructor(random: Random, killProbability: number) {
    this.#random = random;
    this.#killProbability = killProbability;
  }

  /** Starts an actor on its own view of the store. `immortal` actors are never killed. */
  start(store: LedgerStore, run: (store: LedgerStore) => Promise<void>, immortal = false): void {
    const actor = new Actor();
    this.#actors.push(actor);
    run(this.#view(store, actor, immortal)).then(
      () => (actor.done = true),
      (error: unknown) => {
        actor.done = true;
        this.#errors.push(error);
      },
    );
  }

  /** Runs until every actor is done or dead. Rejects with the first error an actor rejected with. */
  async finish(): Promise<void> {
    while (true) {
      await settled();
      if (this.#errors.length > 0) throw this.#errors[0];
      const step = this.#takeStep();
      if (!step) break;
      this.steps += 1;
      step.run();
    }
    if (this.#actors.some((actor) => !actor.done && !actor.dead))
      throw new Error('An actor waits for nothing.');
  }

  #takeStep(): Step | undefined {
    for (let index = this.#waiting.length - 1; index >= 0; index -= 1) {
      if (this.#waiting[index]?.actor.dead) this.#waiting.splice(index, 1);
    }
    return this.#waiting.splice(this.#random.below(this.#waiting.length), 1)[0];
  }

  /** Waits to be chosen; the actor may die here instead. */
  #turn(actor: Actor, immortal: boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({
        actor,
        run: () => {
          if (!immortal && this.#random.chance(this.#killProbability)) actor.dead = true;
          else resolve();
        },
      });
    });
  }

  #view(store: LedgerStore, actor: Actor, immortal: boolean): LedgerStore {
    const atomically = async <T>(call: () => Promise<T>): Promise<T> => {
      await this.#turn(actor, immortal);
      const result = await call();
      await this.#turn(actor, immortal);
      return result;
    };
    return new Proxy(store, {
      get: (target, name: keyof LedgerStore) => {
        switch (name) {
          case 'claim':
            // A batch of claims is not atomic: each takes effect on its own.
            return (records: readonly UsageRecord[]) =>
              Promise.all(
                records.map(async (record) => (await atomically(() => target.claim([record])))[0] as never),
              );
          case 'readSegments':
            return (sliceStartMs: number) => this.#pages(target.readSegments(sliceStartMs), actor, immortal);
          case 'scanRecords':
            return () => this.#pages(target.scanRecords(), actor, immortal);
          default: {
            const method = target[name] as (...parameters: unknown[]) => Promise<unknown>;
            return (...parameters: unknown[]) => atomically(() => method.apply(target, parameters));
          }
        }
      },
    });
  }

  async *#pages<T>(pages: AsyncIterable<T>, actor: Actor, immortal: boolean): AsyncGenerator<T> {
    await this.#turn(actor, immortal);
    for await (const page of pages) {
      yield page;
      await this.#turn(actor, immortal);
    }
  }
}

/** Lets everything that can go on without a turn go on. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
