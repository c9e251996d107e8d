/** Why a delivery failed, in words that are safe to show: without addresses and secrets. */
export class DeliveryError extends Error {
  override name = 'DeliveryError';
}
