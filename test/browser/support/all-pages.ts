/** An entry of the console's registry of pages, as far as tests walk it. */
export interface WalkedPage {
  readonly name: string;
  readonly path: string;
  readonly title: Readonly<Record<'en' | 'zh-CN', string>>;
  /** The operation that a caller needs to see it. */
  readonly needs: string;
  readonly parameters: Readonly<Record<string, (values: readonly string[]) => unknown>>;
}

// A computed address, as the compiler of these tests does not know the DOM that the pages themselves need.
const REGISTRY = new URL('../../../web/src/pages/registry.ts', import.meta.url).href;

/** Every page, from the registry that makes routes and navigation. */
export const ALL_PAGES: readonly WalkedPage[] = ((await import(REGISTRY)) as { PAGES: WalkedPage[] }).PAGES;

/** The address of a page with one parameter, or undefined if the page does not have it or takes no such value. */
export function addressOf(page: WalkedPage, name: string, value: string): string | undefined {
  if (page.parameters[name]?.([value]) === undefined) return undefined;
  return `#${page.path}?${new URLSearchParams({ [name]: value }).toString()}`;
}

/** What dialogs are opened by, in the parameter `do`. */
export const ACTS: readonly string[] =
  'create change delete rotate disable enable import erase add adopt remove run rebuild'.split(' ');
