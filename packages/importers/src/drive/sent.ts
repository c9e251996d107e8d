/** What the ledger answered about the records of an import. */
export interface Sent {
  /** It will count once: now, or as it was counted before. */
  readonly accepted: number;
  /** It contradicts what the ledger holds of the same call. */
  readonly conflicts: number;
  readonly rejected: number;
}

export const NOTHING_SENT: Sent = { accepted: 0, conflicts: 0, rejected: 0 };

export function addSent(a: Sent, b: Sent): Sent {
  return {
    accepted: a.accepted + b.accepted,
    conflicts: a.conflicts + b.conflicts,
    rejected: a.rejected + b.rejected,
  };
}
