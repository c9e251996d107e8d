/** A reason why a deployment would fail or harm, or something to know. */
export interface Finding {
  readonly kind: 'problem' | 'advice';
  readonly text: string;
}

export const problem = (text: string): Finding => ({ kind: 'problem', text });
export const advice = (text: string): Finding => ({ kind: 'advice', text });
