/*
 * Who looks for a leaked key pastes or types it. Its secret must not get into an address or a request, also where it is cut off
 * or changed, as in a log.
 */

/**
 * A text with the id of each access key in place of the key and of any part of its secret: for all that leaves a field. The
 * second expression is for ids that were put in place of the beginning of a key whose rest was entered afterwards.
 */
export function withoutSecrets(text: string): string {
  return text
    .replaceAll(/tl_(ak_[0-9A-Za-z]+)_[\w-]+/g, '$1')
    .replaceAll(/\b(ak_[0-9A-HJKMNP-TV-Z]{26})[0-9a-f_-]+/g, '$1');
}

/**
 * For what is being typed: replaces keys only once their secret of 64 hex digits is whole. After the first of them, the others
 * would follow the id as if they were a part of it.
 */
export function withoutWholeSecrets(text: string): string {
  return text.replaceAll(/tl_(ak_[0-9A-Za-z]+)_[0-9a-f]{64}[\w-]*/g, '$1');
}

/** What a field shows whose value is kept without secrets: what was typed, as long as it is this value. */
export function shownEntry(typed: string, kept: string): string {
  return withoutSecrets(typed) === kept ? typed : kept;
}
