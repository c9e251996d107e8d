/** The types of Anthropic's errors that the gateway itself answers with, and their statuses. */
const STATUSES = {
  invalid_request_error: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 502,
} as const;

export type GatewayErrorType = keyof typeof STATUSES;

/** A call that is not forwarded, or that could not be. Its message is for the caller. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly type: GatewayErrorType;

  constructor(type: GatewayErrorType, message: string, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
  }
}

/** The answer in Anthropic's form, which every SDK reads. `id` begins with `tlgw_`, so nobody takes it for Anthropic's. */
export function errorResponse({ type, message }: GatewayError, id: string): Response {
  const body = { type: 'error', error: { type, message }, request_id: id };
  return Response.json(body, {
    status: STATUSES[type],
    headers: {
      'request-id': id,
      // A budget stays exhausted: without this, SDKs repeat the call twice.
      ...(type === 'rate_limit_error' && { 'x-should-retry': 'false' }),
    },
  });
}
