import type { ReactNode } from 'react';
import { type Credentials, openSession, type Session, type SignIn } from './session.ts';

/** What a page shows depends on it. */
export type SessionState =
  | { readonly status: 'starting' }
  | { readonly status: 'signed_out'; readonly error?: unknown }
  | { readonly status: 'signed_in'; readonly session: Session; readonly pages: ReactNode };

/** Makes the pages of a caller, and asks what the first of them shows. */
export type PreparePages = (session: Session) => Promise<ReactNode>;

export async function enter(credentials: Credentials, prepare: PreparePages): Promise<SessionState> {
  try {
    const session = await openSession(credentials);
    return { status: 'signed_in', session, pages: await prepare(session) };
  } catch (error) {
    return { status: 'signed_out', error };
  }
}

/** Completes a sign-in if this page is where the issuer returned to. A code works once. */
export async function resumeSignIn(signIn: SignIn | undefined, prepare: PreparePages): Promise<SessionState> {
  if (!signIn || !new URLSearchParams(location.search).has('state')) return { status: 'signed_out' };
  try {
    const { credentials, returnTo } = await signIn.complete();
    history.replaceState(null, '', location.pathname + returnTo);
    return await enter(credentials, prepare);
  } catch (error) {
    history.replaceState(null, '', location.pathname);
    return { status: 'signed_out', error };
  }
}
