import type { Route } from '../routes.ts';

const PEOPLE = {
  nobody: 'Not available to people who sign in.',
  admins: 'Available to admins who sign in.',
  viewers: 'Available to admins and viewers who sign in.',
  everyone: 'Available to everyone who signs in; members see their own usage.',
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
