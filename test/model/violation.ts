/** The ledger breaks its promise. */
export class Violation extends Error {
  override name = 'Violation';
}
