/** What stands in for user ids: one for each, which only the deployment that made it can turn back. */
export interface Pseudonyms {
  of(userId: string): string;
  /** Undefined for anything that is not a pseudonym of this deployment. */
  userOf(pseudonym: string): string | undefined;
}
