/**
 * A text with the id of each access key in place of the whole key: who looks for a leaked key pastes it, and its secret must not
 * get into the address.
 */
export function withoutSecrets(text: string): string {
  return text.replaceAll(/tl_(ak_[0-9A-Za-z]+)_[0-9a-f]{48,128}/g, '$1');
}
