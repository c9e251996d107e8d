/** Why an import stopped. Its message is for people, and holds nothing of the imported files but names of fields and places. */
export class ImportError extends Error {
  override readonly name: string = 'ImportError';
}

/** The ledger could not be reached for long, or the import was stopped. What was confirmed is in the state file, if there is one. */
export class ImportInterruptedError extends ImportError {
  override readonly name = 'ImportInterruptedError';
}

/** The ledger already holds calls of the same time and access key that the imported ones cannot join. */
export class OverlapError extends ImportError {
  override readonly name = 'OverlapError';
}
