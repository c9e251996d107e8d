/*
 * Credentials that end up where an id belongs. Each has a form that no id has, so a text that holds one is refused, and
 * no answer, log or quarantined record repeats it.
 */

const SECRETS = [
  // Anthropic's keys, glued to something else or not.
  'sk-ant-[a-z]+\\d\\d-',
  '(?<![a-z\\d])sk-(?:ant|proj|svcacct|or|lf)-',
  '(?<![a-z\\d])sk-[\\w-]{20}',
  // Access keys of this product: their ids begin with ak_, only the printed key with tl_.
  '(?<![a-z\\d])tl_ak_',
  // GitHub, Slack, Google.
  '(?<![a-z\\d])(?:gh[opsru]_[a-z\\d]{20}|github_pat_|xox[abeprs]-|aiza[\\w-]{35})',
  // JSON Web Tokens, and keys in PEM. Without a bound, the time for `-eyj-eyj…` would grow with the square of its length.
  '(?<![a-z\\d])eyj[\\w-]{8,1000}\\.eyj[\\w-]{8}',
  '-----begin ',
];

const SECRET = new RegExp(SECRETS.join('|'), 'i');

/** Whether a text holds what looks like a credential. */
export function holdsSecret(text: string): boolean {
  return SECRET.test(text);
}
