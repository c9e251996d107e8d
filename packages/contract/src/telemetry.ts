import * as z from 'zod/mini';

/**
 * An export request of OTLP over HTTP. Its fields are those of opentelemetry-proto, and far more than are read: see
 * `packages/otlp`.
 */
export const telemetryRequestSchema = z.looseObject({});

/** The answer to an export request that was read, in JSON. */
export const telemetryAnswerSchema = z.object({
  /** Absent when everything was taken or is of no interest. */
  partialSuccess: z.optional(
    z.object({
      /** Log records that were refused, as decimal text. They must not be sent again. */
      rejectedLogRecords: z.optional(z.string()),
      /** Spans that were refused, as decimal text. */
      rejectedSpans: z.optional(z.string()),
      errorMessage: z.string(),
    }),
  ),
});
