/** Why an import stopped. Its message is for people, and holds nothing of the imported files but names of fields and places. */
export class ImportError extends Error {
  override readonly name: string = 'ImportError';
}

/** The ledger could not be reached for long, or the import was stopped. What was confirmed is in the state file, if there is one. */
export class ImportInterruptedError extends ImportError {
  override readonly name = 'ImportInterruptedError';
}

/** What was read may not be imported as it is, and running the same command again would not change that. */
export class RefusedImportError extends ImportError {
  override readonly name: string = 'RefusedImportError';
}

/** The ledger already holds these calls under other access keys, or others of the same time that they cannot join. */
export class OverlapError extends RefusedImportError {
  override readonly name = 'OverlapError';
}
