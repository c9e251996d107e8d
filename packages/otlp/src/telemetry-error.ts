/** Why a request cannot be read. The same request fails again. */
export type TelemetryErrorReason = 'malformed' | 'too_many_records' | 'too_complex';

/** A request that cannot be read as a whole. Its message repeats nothing of the request. */
export class TelemetryError extends Error {
  override readonly name = 'TelemetryError';
  readonly reason: TelemetryErrorReason;

  constructor(reason: TelemetryErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
