import type { ChildProcess } from 'node:child_process';

/** One end of the channel between a process and its child; both may ask. */
type Channel = Pick<ChildProcess, 'send' | 'on'> | NodeJS.Process;

interface Asked {
  readonly asked: number;
  readonly input: unknown;
}

interface Answered {
  readonly answered: number;
  readonly output: unknown;
}

/** Asks the process at the other end. What it is asked must be answered by `answerCalls` there. */
export function callsOver<Output>(channel: Channel): (input: unknown) => Promise<Output> {
  const awaited = new Map<number, (output: Output) => void>();
  channel.on('message', (message: Asked | Answered) => {
    if (!('answered' in message)) return;
    awaited.get(message.answered)?.(message.output as Output);
    awaited.delete(message.answered);
  });
  let asked = 0;
  return (input) => {
    asked += 1;
    const { promise, resolve } = Promise.withResolvers<Output>();
    awaited.set(asked, resolve);
    channel.send?.({ asked, input } satisfies Asked);
    return promise;
  };
}

/** Answers what the process at the other end asks. */
export function answerCalls(channel: Channel, answer: (input: unknown) => unknown): void {
  channel.on('message', (message: Asked | Answered) => {
    if ('asked' in message) void send(message);
  });
  async function send({ asked, input }: Asked): Promise<void> {
    channel.send?.({ answered: asked, output: await answer(input) } satisfies Answered);
  }
}
