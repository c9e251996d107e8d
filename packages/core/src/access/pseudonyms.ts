/** Replaces user ids by pseudonyms, one for each, which only the deployment that created them can open. */
export interface Pseudonyms {
  of(userId: string): string;
  /** Undefined for a text that is not a pseudonym of this deployment. */
  userOf(pseudonym: string): string | undefined;
}
