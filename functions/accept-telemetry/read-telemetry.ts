import { MAX_BODY_BYTES } from '@token-ledger/contract';
import {
  decodeJson,
  decodeProtobuf,
  type Signal,
  type TelemetryEntry,
  TelemetryError,
} from '@token-ledger/otlp';
import type { HttpEvent } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readJsonBody } from '../shared/http/read-json-body.ts';
import { readBodyBytes } from '../shared/http/read-text-body.ts';

/** How a request is encoded, and so its answer. */
export type Encoding = 'protobuf' | 'json';

export const MEDIA_TYPES: Readonly<Record<Encoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** The encoding of a request. Throws a `ProblemError` if it is neither of the two of OTLP over HTTP. */
export function encodingOf({ headers }: HttpEvent): Encoding {
  const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === MEDIA_TYPES.protobuf) return 'protobuf';
  if (mediaType === MEDIA_TYPES.json) return 'json';
  throw new ProblemError('unsupported_media_type', {
    detail: `The header Content-Type must be ${MEDIA_TYPES.protobuf} or ${MEDIA_TYPES.json}.`,
  });
}

/** The log records or spans of a request. Throws a `ProblemError`, whose words repeat nothing of the body. */
export async function readTelemetry(
  event: HttpEvent,
  encoding: Encoding,
  signal: Signal,
): Promise<readonly TelemetryEntry[]> {
  try {
    if (encoding === 'protobuf') return decodeProtobuf(await readBodyBytes(event, MAX_BODY_BYTES), signal);
    refuseDestroyed(event);
    return decodeJson(await readJsonBody(event, MAX_BODY_BYTES), signal);
  } catch (error) {
    if (!(error instanceof TelemetryError)) throw error;
    const code = error.reason === 'malformed' ? 'invalid_request' : error.reason;
    throw new ProblemError(code, { detail: error.message });
  }
}

/** An HTTP API takes a body of type application/json for text, in which compressed bytes do not survive. */
function refuseDestroyed({ headers, body = '', isBase64Encoded }: HttpEvent): void {
  const isCompressed = headers['content-encoding']?.trim().toLowerCase() === 'gzip';
  if (!isCompressed || isBase64Encoded || !body.startsWith('\u001f')) return;
  throw new ProblemError('unsupported_content_encoding', {
    detail:
      'Compressed JSON does not pass the gateway, which takes it for text and destroys it. Export protobuf ' +
      '(OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf), which may be compressed, or JSON without compression.',
  });
}
