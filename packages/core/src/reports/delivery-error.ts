/** Why something could not be delivered, in words that may be shown: neither addresses nor secrets are in them. */
export class DeliveryError extends Error {
  override name = 'DeliveryError';
}
