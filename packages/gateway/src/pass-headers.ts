/** Of one connection only; RFC 9110, section 7.6.1. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

const OURS = /^x-token-ledger/;

const NOT_SENT = new Set([
  ...HOP_BY_HOP,
  'accept-encoding',
  'content-length',
  'cookie',
  'expect',
  'forwarded',
  'host',
  // Anthropic refuses requests of browsers for some organizations.
  'origin',
  'referer',
  'via',
]);

/** What networks add on the way to the gateway, Lambda's front among them. */
const ADDED = /^(?:x-forwarded-|x-amzn-|x-amz-|x-real-ip$|cf-|cloudfront-)/;

/** The headers of a request as Anthropic receives them; credentials of the ledger are not among them. */
export function upstreamHeaders(received: Headers, anthropicKey: string | undefined): Headers {
  const dropped = droppedBy(received);
  const headers = new Headers();
  for (const [name, value] of received) {
    if (!NOT_SENT.has(name) && !ADDED.test(name) && !OURS.test(name) && !dropped.has(name))
      headers.append(name, value);
  }
  if (anthropicKey !== undefined) {
    headers.delete('authorization');
    headers.set('x-api-key', anthropicKey);
  }
  // What is compressed could not be read for its usage.
  headers.set('accept-encoding', 'identity');
  return headers;
}

/** Cookies belong to Anthropic's host, not to the gateway's. */
const NOT_RETURNED = new Set([...HOP_BY_HOP, 'set-cookie', 'alt-svc']);

/** The headers of an answer as the caller receives them: ids, limits of rates and all others that SDKs and telemetry read. */
export function callerHeaders(received: Headers, recorded: boolean): Headers {
  const dropped = droppedBy(received);
  const headers = new Headers();
  for (const [name, value] of received) {
    if (!NOT_RETURNED.has(name) && !OURS.test(name) && !dropped.has(name)) headers.append(name, value);
  }
  if (recorded) headers.set('x-token-ledger', 'recorded');
  return headers;
}

/** `Connection` may name more headers of one connection only. */
function droppedBy(headers: Headers): ReadonlySet<string> {
  const named = headers.get('connection')?.split(',') ?? [];
  return new Set(named.map((name) => name.trim().toLowerCase()));
}
