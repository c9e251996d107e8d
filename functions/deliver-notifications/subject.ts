/** What SNS takes as the subject of an e-mail. */
const MAX_SUBJECT_LENGTH = 99;

/** The subject of an e-mail: ASCII only, and cut where SNS would refuse it. */
export function asciiSubject(prefix: string, name: string): string {
  return `${prefix}${name.replaceAll(/[^ -~]/gu, '?')}`.slice(0, MAX_SUBJECT_LENGTH);
}
