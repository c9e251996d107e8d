/** Names of fields that carry prompt or answer text elsewhere. The product refuses them wherever it could keep them. */
const CONTENT_FIELDS: ReadonlySet<string> = new Set([
  'prompt',
  'messages',
  'content',
  'system',
  'input',
  'text',
  'completion',
]);

export const CONTENT_REFUSED = 'could carry content, which is never taken';

/** Whether a field of this name is refused, in whatever case it is written. */
export function isContentField(field: string): boolean {
  return CONTENT_FIELDS.has(field.toLowerCase());
}
