/** The disabled access keys and users, each with the time it was disabled, in milliseconds since the epoch. */
export interface DisabledIds {
  readonly accessKeys: ReadonlyMap<string, number>;
  readonly users: ReadonlyMap<string, number>;
}

/** Kept beside keys and users, so that deciding about records takes one short list instead of every user. */
export interface DisabledIdsStore {
  /** Strongly consistent. */
  getDisabledIds(): Promise<DisabledIds>;
}
