/** Whether a value has the form of an id or a model's name, which no sentence has. */
export function isPlainId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.:+@/-]{1,128}$/.test(value);
}

/** The request ids of records as they were sent: what is there and has the form of one. */
export function idsAmong(records: readonly unknown[]): readonly string[] {
  return records
    .map((record) => {
      const { requestId, message } = (record ?? {}) as Record<string, unknown>;
      return requestId ?? (message as Record<string, unknown> | null | undefined)?.['id'];
    })
    .filter(isPlainId);
}
