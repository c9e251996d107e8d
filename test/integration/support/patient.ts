import { PATIENCE_MS } from '../../support/wait-for.ts';

interface Handler {
  updateHttpClientConfig(setting: string, value: number): void;
}

/**
 * A client of the product that gives up no connection or answer early. In the product a second without a connection means that the
 * service is away; on a busy machine it means that the tests or the emulator had no processor.
 */
export function patient<C extends { readonly config: { readonly requestHandler: object } }>(client: C): C {
  const handler = client.config.requestHandler as Handler;
  for (const setting of ['connectionTimeout', 'requestTimeout'])
    handler.updateHttpClientConfig(setting, PATIENCE_MS);
  return client;
}
