import * as z from 'zod/mini';

export const MAX_WEBHOOK_URL_LENGTH = 2048;

/**
 * A webhook's URL, as far as its text can be checked: HTTPS, a host, and no parts that would not reach the receiver or
 * should not be stored. The host's addresses are checked at delivery.
 */
export const webhookUrl = () =>
  z.string('must be a URL').check(
    z.refine((url) => url.length <= MAX_WEBHOOK_URL_LENGTH, {
      error: `must be at most ${MAX_WEBHOOK_URL_LENGTH} characters`,
      params: { code: 'invalid_length' },
    }),
    z.refine(isWebhookUrl, {
      error: 'must be an absolute https URL without user, password and fragment',
      params: { code: 'invalid_format' },
    }),
    z.meta({ format: 'uri', maxLength: MAX_WEBHOOK_URL_LENGTH }),
  );

/** The webhook in a request that creates or changes a budget or report. */
export const webhookRequest = () =>
  z.strictObject(
    {
      url: webhookUrl(),
      /** Sign with a new secret from now on. */
      rotateSecret: z._default(z.boolean('must be true or false'), false),
    },
    'must be an object',
  );

function isWebhookUrl(text: string): boolean {
  // URL parsers strip these characters instead of refusing them.
  if (/[\s\p{Cc}]/u.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return protocol === 'https:' && username === '' && password === '' && hash === '' && !text.includes('#');
}
