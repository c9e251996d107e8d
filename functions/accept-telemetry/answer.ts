import { jsonAnswer, protobufAnswer, type Rejection, type Signal } from '@token-ledger/otlp';
import type { HttpAnswer } from '../shared/http/http-handler.ts';
import { type Encoding, MEDIA_TYPES } from './read-telemetry.ts';

/** 200, in the encoding of the request. A rejection is part of it: an exporter must not send the same again. */
export function answerOf(encoding: Encoding, signal: Signal, rejection?: Rejection): HttpAnswer {
  if (encoding === 'json') {
    return { statusCode: 200, body: jsonAnswer(signal, rejection) };
  }
  return {
    statusCode: 200,
    headers: { 'content-type': MEDIA_TYPES.protobuf },
    bytes: Buffer.from(protobufAnswer(rejection)),
  };
}
