/** The access keys and users that are disabled, each with the time since when, milliseconds since the epoch. */
export interface DisabledIds {
  readonly accessKeys: ReadonlyMap<string, number>;
  readonly users: ReadonlyMap<string, number>;
}

/** Kept beside keys and users, so that those who judge records read one short list instead of every user. */
export interface DisabledIdsStore {
  /** Strongly consistent. */
  getDisabledIds(): Promise<DisabledIds>;
}
