import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { ConsoleSettings } from '../app/settings.ts';
import { lazyPart } from '../parts/lazy.tsx';
import { PageSkeleton } from '../parts/page-skeleton.tsx';
import {
  accessKeyCredentials,
  type Credentials,
  endsSession,
  type OperationName,
  openSession,
  type Session,
  type SignIn,
} from './session.ts';
import { createSignIn } from './sign-in.ts';

export interface SessionProviderProps {
  readonly settings: ConsoleSettings;
  readonly children: ReactNode;
}

const SignInPage = lazyPart(async () => (await import('./sign-in-page.tsx')).SignInPage, 4);

const SessionContext = createContext<Session | undefined>(undefined);

/** Shows its children to a caller who signed in, and a page to sign in on to everybody else. The address stays. */
export function SessionProvider({ settings, children }: SessionProviderProps) {
  const [state, setState] = useState<State>({ status: 'starting' });
  const signIn = useMemo(() => settings.signIn && createSignIn(settings.signIn), [settings]);
  const open = useCallback(async (credentials: Credentials) => {
    setState({ status: 'starting' });
    try {
      setState({ status: 'signed_in', session: await openSession(credentials) });
    } catch (error) {
      setState({ status: 'signed_out', error });
    }
  }, []);
  useEffect(() => {
    void resume(signIn, open, setState);
  }, [signIn, open]);

  const session = state.status === 'signed_in' ? state.session : undefined;
  const queryClient = useMemo(() => {
    const expire = (error: unknown) => {
      if (session && endsSession(error)) setState({ status: 'signed_out', error });
    };
    return createQueries(expire);
  }, [session]);

  if (state.status === 'starting') return <PageSkeleton />;
  if (!session) {
    return (
      <SignInPage
        error={state.status === 'signed_out' ? state.error : undefined}
        onSignIn={signIn && (() => signIn.start(location.hash))}
        onAccessKey={(accessKey) => open(accessKeyCredentials(accessKey))}
      />
    );
  }
  return (
    <SessionContext value={withSignOut(session, () => setState({ status: 'signed_out' }))}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </SessionContext>
  );
}

type State =
  | { readonly status: 'starting' }
  | { readonly status: 'signed_out'; readonly error?: unknown }
  | { readonly status: 'signed_in'; readonly session: Session };

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

/** Completes a sign-in if this page is where the issuer returned to. */
async function resume(
  signIn: SignIn | undefined,
  open: (credentials: Credentials) => Promise<void>,
  setState: (state: State) => void,
): Promise<void> {
  const answer = new URLSearchParams(location.search);
  if (!signIn || !answer.has('state') || returnsHandled.has(location.search)) {
    if (location.search === '') setState({ status: 'signed_out' });
    return;
  }
  // React may mount twice, and a code works once.
  returnsHandled.add(location.search);
  try {
    const { credentials, returnTo } = await signIn.complete();
    history.replaceState(null, '', location.pathname + returnTo);
    // The router follows the history by events only.
    dispatchEvent(new PopStateEvent('popstate'));
    await open(credentials);
  } catch (error) {
    history.replaceState(null, '', location.pathname);
    setState({ status: 'signed_out', error });
  }
}

const returnsHandled = new Set<string>();

function withSignOut(session: Session, signedOut: () => void): Session {
  return {
    ...session,
    signOut: async () => {
      await session.signOut();
      signedOut();
    },
  };
}

/** The client of the API repeats questions that failed for a temporary reason itself, and waits as long as it is asked to. */
function createQueries(onError: (error: unknown) => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    defaultOptions: {
      queries: { retry: false, staleTime: 30_000, refetchOnWindowFocus: false },
      mutations: { retry: false, onError },
    },
  });
}
