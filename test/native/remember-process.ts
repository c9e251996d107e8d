/** What a program does when it is about to end, or is asked to: a test file's program ends with the file. */
const ENDINGS = ['beforeExit', 'SIGINT', 'SIGTERM'] as const;

type Listener = (...values: unknown[]) => void;

/** Remembers what all test files of a process share. The returned function restores it. */
export function rememberProcess(): () => void {
  const globals = Object.getOwnPropertyDescriptors(globalThis);
  const { env, exitCode } = process;
  const variables = { ...env };
  const exit = Object.getOwnPropertyDescriptor(process, 'exit');
  const directory = process.cwd();
  const listeners = new Map(ENDINGS.map((event) => [event, new Set(listenersOf(event))]));
  return () => {
    restoreGlobals(globals);
    process.env = env;
    for (const name of Object.keys(env)) if (!(name in variables)) delete env[name];
    Object.assign(env, variables);
    process.exitCode = exitCode;
    if (exit !== undefined) Object.defineProperty(process, 'exit', exit);
    process.chdir(directory);
    removeListenersExcept(listeners);
  };
}

function listenersOf(event: string): Listener[] {
  return (process as NodeJS.EventEmitter).listeners(event) as Listener[];
}

function removeListenersExcept(listeners: ReadonlyMap<string, ReadonlySet<Listener>>): void {
  for (const [event, before] of listeners)
    for (const listener of listenersOf(event))
      if (!before.has(listener)) process.removeListener(event, listener);
}

/** Not what is new: a library that is loaded once keeps its state there. */
function restoreGlobals(globals: PropertyDescriptorMap): void {
  for (const key of Reflect.ownKeys(globals)) {
    const before = globals[key];
    if (before?.configurable === true) Reflect.defineProperty(globalThis, key, before);
    else if (before?.writable === true) Reflect.set(globalThis, key, before.value);
  }
}
