/**
 * A text with the id of each access key in place of the whole key: who looks for a leaked key pastes it, and its secret must not
 * get into the address, also where it is cut off or changed, as in a log.
 */
export function withoutSecrets(text: string): string {
  return text.replaceAll(/tl_(ak_[0-9A-Za-z]+)_[\w-]+/g, '$1');
}
