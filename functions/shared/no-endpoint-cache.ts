/*
 * What bundles have in place of @aws-sdk/endpoint-cache (see lib/shared/function-bundles.ts). The client of DynamoDB makes one when
 * it is made, and asks it only where AWS_ENABLE_ENDPOINT_DISCOVERY is set, which no function of this product has. A cache that
 * keeps nothing would cost such a function a call for each call, and no error.
 */
export class EndpointCache {
  has(): boolean {
    return false;
  }

  get(): undefined {}

  getEndpoint(): undefined {}

  set(): void {}

  delete(): void {}

  clear(): void {}
}
