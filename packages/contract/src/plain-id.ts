import { holdsSecret } from './secret-text.ts';

/** Whether a value has the form of an id or a model's name, which no sentence and no secret has. */
export function isPlainId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.:+@/-]{1,128}$/.test(value) && !holdsSecret(value);
}
