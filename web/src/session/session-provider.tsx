import { QueryClientProvider } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { lazyPart } from '../parts/lazy.tsx';
import { PageSkeleton } from '../parts/page-skeleton.tsx';
import { onError } from './queries.ts';
import {
  accessKeyCredentials,
  endsSession,
  type OperationName,
  type Session,
  type SignIn,
} from './session.ts';
import { enter, type PreparePages, type SessionState } from './session-state.ts';

export interface SessionProviderProps {
  /** Absent where only access keys work. */
  readonly signIn: SignIn | undefined;
  /** How the sign-in ended that led to this page. */
  readonly initial: SessionState;
  readonly prepare: PreparePages;
}

const SignInPage = lazyPart(async () => (await import('./sign-in-page.tsx')).SignInPage, 4);

const SessionContext = createContext<Session | undefined>(undefined);

/** Shows its pages to a caller who signed in, and a page to sign in on to everybody else. The address stays. */
export function SessionProvider({ signIn, initial, prepare }: SessionProviderProps) {
  const [state, setState] = useState(initial);
  const session = state.status === 'signed_in' ? state.session : undefined;
  useEffect(() => {
    if (!session) return undefined;
    return onError(session.queries, (error) => {
      if (endsSession(error)) setState({ status: 'signed_out', error });
    });
  }, [session]);
  const shown = useMemo(
    () => session && withSignOut(session, () => setState({ status: 'signed_out' })),
    [session],
  );

  if (state.status === 'starting') return <PageSkeleton />;
  if (state.status === 'signed_out' || !shown) {
    return (
      <SignInPage
        error={state.status === 'signed_out' ? state.error : undefined}
        onSignIn={signIn && (() => signIn.start(location.hash))}
        onAccessKey={async (accessKey) => {
          setState({ status: 'starting' });
          setState(await enter(accessKeyCredentials(accessKey), prepare));
        }}
      />
    );
  }
  return (
    <SessionContext value={shown}>
      <QueryClientProvider client={shown.queries}>{state.pages}</QueryClientProvider>
    </SessionContext>
  );
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('Only pages of signed-in callers have a session.');
  return session;
}

/** Whether the caller may use an operation. The server decides; this only leaves out what it would refuse. */
export function useMay(): (operation: OperationName) => boolean {
  const { me } = useSession();
  return useCallback((operation) => me.operations.includes(operation), [me]);
}

function withSignOut(session: Session, signedOut: () => void): Session {
  return {
    ...session,
    signOut: async () => {
      await session.signOut();
      signedOut();
    },
  };
}
