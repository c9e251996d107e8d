import { useSession } from '../session/session-provider.tsx';
import { NamedId, type NamedIdProps } from './named-id.tsx';

/**
 * Somebody who called the API. Where the ledger has no name for them and it is the reader, the name of the sign-in, which the
 * bar above shows: the id of a sign-in says nothing.
 */
export function CallerName({ id, name, ...look }: NamedIdProps) {
  const { me, name: own } = useSession();
  return <NamedId id={id} name={name ?? (id === me.id ? own : undefined)} {...look} />;
}
