import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import type { i18n } from 'i18next';
import type { Beginning } from '../pages/page.ts';
import { PAGES } from '../pages/registry.ts';
import { parseSearch, readParameters, stringifySearch } from '../parts/address.ts';
import { ErrorState } from '../parts/error-state.tsx';
import { PageSkeleton } from '../parts/page-skeleton.tsx';
import { sleep, withPatience } from '../parts/with-patience.ts';
import { NotFound } from './not-found.tsx';
import { Shell } from './shell.tsx';

/** A router over the pages that the caller may see. The page is in the fragment: see docs/adr/0028. */
export function createConsoleRouter(begin: Beginning, messages: i18n) {
  const visible = PAGES.filter(({ needs }) => begin.me.operations.includes(needs));
  const root = createRootRoute({
    component: Shell,
    notFoundComponent: NotFound,
  });
  const home = createRoute({
    getParentRoute: () => root,
    path: '/',
    component: NotFound,
    beforeLoad: () => {
      const [first] = visible;
      // The router's own way.
      // oxlint-disable-next-line typescript/only-throw-error
      if (first) throw redirect({ to: first.path, replace: true });
    },
  });
  const pages = visible.map(({ name, path, parameters, load, ask }) =>
    createRoute({
      getParentRoute: () => root,
      path,
      validateSearch: (search: Record<string, unknown>) => readParameters(parameters, search),
      // The texts are loaded beside the code, and the first answers.
      loader: async ({ location }) => {
        const answer = ask?.(begin, readParameters(parameters, location.search) as never);
        await Promise.all([messages.loadNamespaces(name), Promise.race([answer, sleep(AWAITED_MS)])]);
      },
      component: lazyRouteComponent(() => withPatience(load).catch(keepPage)),
    }),
  );
  return createRouter({
    routeTree: root.addChildren([home, ...pages]),
    history: createHashHistory(),
    parseSearch,
    stringifySearch,
    defaultPendingComponent: PageSkeleton,
    defaultPendingMs: AWAITED_MS,
    defaultErrorComponent: ({ error }) => <ErrorState error={error} needsReload />,
    defaultPreload: false,
    scrollRestoration: false,
  });
}

/**
 * The router reloads the page by itself where a module does not arrive, by the words of the error: the reader would be signed out
 * unasked. With other words, the error is shown, with a button that reloads.
 */
function keepPage(cause: unknown): never {
  throw new Error('A part of the console did not arrive.', { cause });
}

/** The first page, with what it shows, so that both are drawn once. Without it, if that takes long. */
export async function loadFirstPage(router: ReturnType<typeof createConsoleRouter>): Promise<void> {
  await Promise.race([router.load(), sleep(AWAITED_MS)]);
}

/** Less than readers notice, and more than most answers take. */
const AWAITED_MS = 150;
