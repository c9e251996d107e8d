/**
 * A schema that is made when it is first used, and is then the same wherever it is used. A schema does not change, and making one
 * takes longer than a record takes to be checked: without sharing, a record's schemas are a tenth of a cold start.
 */
// @__NO_SIDE_EFFECTS__
export function shared<S>(make: () => S): () => S {
  let made: S | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
