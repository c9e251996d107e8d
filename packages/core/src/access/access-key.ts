/*
 * The printed form of an access key: `tl_<id>_<secret>`, such as `tl_ak_01JDABC…_5f3c…`. The id names the key and is not
 * secret; the secret is lower-case hex of at least 192 random bits. It is shown once and stored only as a salted hash.
 */

/** An access key as a caller presents it. */
export interface PresentedAccessKey {
  readonly id: string;
  readonly secret: string;
}

// The id may contain underscores, the secret cannot: the last underscore separates them.
const PRINTED = /^tl_(ak_[0-9A-Za-z_]{1,64})_([0-9a-f]{48,128})$/;

/** The printed form of a key. Throws if the parts could not be parsed back. */
export function formatAccessKey(id: string, secret: string): string {
  const printed = `tl_${id}_${secret}`;
  const parsed = parseAccessKey(printed);
  if (parsed?.id !== id || parsed.secret !== secret) {
    throw new RangeError(
      'An access key needs an id such as ak_01JD… and a secret of 48 to 128 lower-case hex digits.',
    );
  }
  return printed;
}

/** Parses a presented key; undefined if it does not have the form of one. Does not check whether the key is valid. */
export function parseAccessKey(printed: string): PresentedAccessKey | undefined {
  const [, id, secret] = PRINTED.exec(printed) ?? [];
  return id !== undefined && secret !== undefined ? { id, secret } : undefined;
}
