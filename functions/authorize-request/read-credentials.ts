type Headers = Readonly<Record<string, string | undefined>>;

/** The access key as the caller sent it: `Authorization: Bearer …`, or else `x-api-key: …`. Names are in lower case. */
export function readCredentials(headers: Headers = {}): string | undefined {
  const [, bearer] = /^bearer +(\S+)$/i.exec(headers['authorization']?.trim() ?? '') ?? [];
  return bearer ?? (headers['x-api-key']?.trim() || undefined);
}
