import type { Route } from '../routes.ts';

const PEOPLE = {
  nobody: 'Not for people who signed in.',
  admins: 'Of the people who signed in: admins.',
  viewers: 'Of the people who signed in: admins and viewers.',
  everyone: 'Of the people who signed in: everyone; members about their own usage.',
} as const;

/** Who may call a route, in words. */
export function describeAccess({ scopes, people = 'nobody', audited, open }: Route): string {
  if (open) return 'Needs no credentials.';
  const keys = `An access key needs the scope ${scopes.map((scope) => `\`${scope}\``).join(' or ')}.`;
  const own =
    scopes.includes('read:own') && 'With `read:own` it is answered about the usage of its owner alone.';
  return [keys, own, PEOPLE[people], audited && 'Every request leaves an audit entry.']
    .filter(Boolean)
    .join(' ');
}
