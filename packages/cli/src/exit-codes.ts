/** How the command ends. Scripts may rely on these numbers. */
export const EXIT = {
  /** It did what was asked. */
  done: 0,
  /** It ran, and found or left a problem: a difference, an unhealthy ledger, refused records; or it failed. */
  problem: 1,
  /** The command line is wrong. Nothing was done. */
  usage: 2,
  /** Nobody is signed in, or the credentials do not allow it. */
  access: 3,
  /** There is no such thing: no record, export or access key of this id. */
  notFound: 4,
  /** The ledger did not answer, or is busy. The same command may succeed later. */
  temporary: 5,
  /** Interrupted by Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** As the documentation and `token-ledger --help` list them. */
export const EXIT_CODES: readonly (readonly [ExitCode, string])[] = [
  [EXIT.done, 'done'],
  [EXIT.problem, 'a problem was found, or the command failed'],
  [EXIT.usage, 'the command line is wrong; nothing was done'],
  [EXIT.access, 'no credentials, or they do not allow it'],
  [EXIT.notFound, 'there is no such record, key, export …'],
  [EXIT.temporary, 'no answer, or busy; the same command may succeed later'],
  [EXIT.interrupted, 'interrupted by Ctrl-C'],
];
