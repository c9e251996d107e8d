import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CLIENT_SETTINGS } from '../clients.ts';

/** Endpoint, region and credentials come from the environment, as everywhere in the AWS SDK. */
export function createSecretsClient(): SecretsManagerClient {
  return new SecretsManagerClient(CLIENT_SETTINGS);
}

/** How long a secret that was read is used. */
const CACHE_SECONDS = 300;
/** However often a secret is refused, it is not read more often than this. */
const FRESH_AFTER_SECONDS = 10;

export interface TextSecretOptions {
  readonly client: SecretsManagerClient;
  /** Its name or ARN. */
  readonly secretId: string;
  readonly clock: () => number;
}

/**
 * Reads a secret that is one line of text, such as an API key, and remembers it. `fresh`: it was refused, so a rotation may have
 * replaced it. Rejects if there is none, and with an error that does not hold it.
 */
export function createReadTextSecret({ client, secretId, clock }: TextSecretOptions) {
  let known: { readonly text: string; readonly readAtMs: number } | undefined;
  return async (fresh = false): Promise<string> => {
    const readAtMs = clock();
    const maxAgeSeconds = fresh ? FRESH_AFTER_SECONDS : CACHE_SECONDS;
    if (known && readAtMs - known.readAtMs < maxAgeSeconds * 1000) return known.text;
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    const text = SecretString.trim();
    if (!/^[\x21-\x7e]+$/.test(text)) throw new Error('The secret is not one line of text without spaces.');
    known = { text, readAtMs };
    return text;
  };
}
