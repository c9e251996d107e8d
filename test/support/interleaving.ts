import type { Random } from '../../scripts/random.ts';

/*
 * A deterministic scheduler for concurrent actors. Every call of an actor waits until it is chosen and then takes
 * effect alone. Between two steps, everything runs that can run without being chosen, and nothing else, so a schedule
 * depends only on its random numbers. The answer of a call needs no turn of its own: all an actor can do with it is
 * compute and wait for its next call, so a stall between the two is a stall before the next call.
 */

/** How the next step is chosen among the waiting ones. */
export type Scheduling =
  /** All with equal probability. */
  | 'uniform'
  /** Most of the time some actors hardly ever get a turn, and which ones changes. */
  | 'stalling'
  /** The actor of the highest priority runs until it is done or, rarely, is put behind all others. */
  | 'priorities';

/** How likely each call of a mortal actor is to go wrong in each way. */
export interface Faults {
  /** The actor never continues, like a function whose machine is gone; half of the time the call took effect before. */
  readonly kill: number;
  /** The call has no effect and the actor gets an error. */
  readonly refuse: number;
  /** The call takes effect and the actor gets an error. */
  readonly loseAnswer: number;
}

export const NO_FAULTS: Faults = { kill: 0, refuse: 0, loseAnswer: 0 };

/** The error of a call that was refused or whose answer was lost. */
class InjectedFault extends Error {
  override name = 'InjectedFault';
}

/** Waits for a turn, then runs `effect`; its synchronous part is atomic. */
export type AtomicCall = <T>(effect: () => T | Promise<T>) => Promise<T>;

interface Actor {
  readonly mortal: boolean;
  done: boolean;
  dead: boolean;
  /** A weight when stalling, a rank with priorities. */
  urgency: number;
}

interface Waiting {
  readonly actor: Actor;
  readonly resume: () => void;
}

const STALLED = 0.01;
const MAX_STEPS = 100_000;

export class Interleaving {
  readonly #random: Random;
  readonly #scheduling: Scheduling;
  readonly #faults: Faults;
  readonly #afterStep: () => void;
  readonly #actors: Actor[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #errors: unknown[] = [];
  #lowestRank = 0;
  steps = 0;

  /** @param afterStep runs after each step; an error that it throws ends the schedule. */
  constructor(random: Random, scheduling: Scheduling, faults: Faults, afterStep: () => void = () => {}) {
    this.#random = random;
    this.#scheduling = scheduling;
    this.#faults = faults;
    this.#afterStep = afterStep;
  }

  /** Starts an actor, which sees the world through `call` only. Calls of `reliable` actors never go wrong. */
  start(run: (call: AtomicCall) => Promise<void>, { reliable = false } = {}): void {
    const actor = { mortal: !reliable, done: false, dead: false, urgency: this.#newUrgency() };
    this.#actors.push(actor);
    run((effect) => this.#call(actor, effect)).then(
      () => (actor.done = true),
      (error: unknown) => {
        actor.done = true;
        if (!(error instanceof InjectedFault)) this.#errors.push(error);
      },
    );
  }

  /** Starts an actor whose calls never go wrong. */
  startReliable(run: (call: AtomicCall) => Promise<unknown>): void {
    this.start(async (call) => void (await run(call)), { reliable: true });
  }

  /** Runs until no actor waits for a turn. Rejects with the first error of an actor that was not injected. */
  async finish(): Promise<void> {
    while (true) {
      await everythingElse();
      this.#afterStep();
      if (this.#errors.length > 0) throw this.#errors[0];
      const step = this.#takeStep();
      if (!step) break;
      if ((this.steps += 1) > MAX_STEPS) throw new Error(`The schedule does not end in ${MAX_STEPS} steps.`);
      step.resume();
    }
    if (this.#actors.some(({ done, dead }) => !done && !dead)) throw new Error('An actor waits for nothing.');
  }

  async #call<T>(actor: Actor, effect: () => T | Promise<T>): Promise<T> {
    await new Promise<void>((resume) => this.#waiting.push({ actor, resume }));
    if (!actor.mortal) return effect();
    const { kill, refuse, loseAnswer } = this.#faults;
    const luck = this.#random.next();
    if (luck < kill) {
      this.#die(actor);
      if (luck < kill / 2) void effect();
      return new Promise(() => {});
    }
    if (luck < kill + refuse) throw new InjectedFault('The call was refused.');
    const answer = effect();
    if (luck < kill + refuse + loseAnswer) throw new InjectedFault('The answer was lost.');
    return answer;
  }

  #die(actor: Actor): void {
    actor.dead = true;
    for (let index = this.#waiting.length - 1; index >= 0; index -= 1) {
      if (this.#waiting[index]?.actor === actor) this.#waiting.splice(index, 1);
    }
  }

  #takeStep(): Waiting | undefined {
    if (this.#waiting.length === 0) return undefined;
    const index = this.#choose();
    return this.#waiting.splice(index, 1)[0];
  }

  #choose(): number {
    const waiting = this.#waiting;
    const any = this.#random.below(waiting.length);
    if (this.#scheduling === 'uniform' || waiting.length === 1) return any;
    const { actor } = waiting[any] as Waiting;
    if (this.#scheduling === 'priorities') {
      const highest = Math.max(...waiting.map((step) => step.actor.urgency));
      if (this.#random.chance(0.04)) {
        this.#lowestRank -= 1;
        for (const step of waiting) {
          if (step.actor.urgency === highest) step.actor.urgency = this.#lowestRank;
        }
        return this.#choose();
      }
      const first = waiting.findIndex((step) => step.actor.urgency === highest);
      return actor.urgency === highest ? any : first;
    }
    if (this.#random.chance(0.03)) actor.urgency = this.#newUrgency();
    let point = this.#random.next() * waiting.reduce((sum, step) => sum + step.actor.urgency, 0);
    return Math.max(
      0,
      waiting.findIndex((step) => (point -= step.actor.urgency) < 0),
    );
  }

  #newUrgency(): number {
    if (this.#scheduling === 'uniform') return 1;
    if (this.#scheduling === 'priorities') return this.#random.next();
    return this.#random.chance(0.4) ? STALLED : 1;
  }
}

/**
 * Lets everything run that can run without a turn. A tick requested by a microtask comes after all microtasks; that is
 * a hundred times cheaper than a turn of the event loop.
 */
function everythingElse(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}
