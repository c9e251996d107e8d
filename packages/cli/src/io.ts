/** Everything a command needs from the machine. Tests bring their own. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  readonly terminal: { readonly input: boolean; readonly output: boolean; readonly errors: boolean };
  readonly fetch: typeof globalThis.fetch;
  readonly nowMs: () => number;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** To standard output. Resolves when more can be written. */
  out(text: string): Promise<void>;
  /** To standard error: progress, notes and errors. */
  err(text: string): void;
  /** All of standard input. */
  readInput(): Promise<string>;
  confirm(question: string): Promise<boolean>;
  /** What is typed is not shown. */
  askSecret(question: string): Promise<string>;
  openBrowser(url: string): Promise<void>;
  sleep(ms: number): Promise<void>;
}
