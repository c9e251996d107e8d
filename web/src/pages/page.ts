import type { ComponentType } from 'react';
import type { Texts } from '../i18n/languages.ts';
import type { Parameters } from '../parts/address.ts';
import type { LastRange } from '../parts/range.ts';
import type { OperationName, Session } from '../session/session.ts';

/** One page of the console. */
export interface Page {
  /** Also the folder of its texts. */
  readonly name: string;
  /** Of the address, after `#`. */
  readonly path: `/${string}`;
  readonly title: Texts;
  readonly section: Section;
  /** Who may use this operation may see the page. */
  readonly needs: OperationName;
  /** What the address of the page may hold beside its path. */
  readonly parameters: Parameters;
  /** The range that it shows where its address has none. Default: `DEFAULT_RANGE`. */
  readonly range?: LastRange;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
  /**
   * Asks the API what the page will ask, so that its answers come while the page is loaded. Resolves when what the page shows
   * first is there, or failed.
   */
  readonly ask?: (begin: Beginning, parameters: never) => Promise<unknown>;
}

/** Who opens a page, and where answers are kept for it. */
export interface Beginning extends Pick<Session, 'api' | 'me' | 'queries'> {
  readonly reportingTimeZone: string;
}

/** The groups of the navigation, in its order. */
export const SECTIONS = ['usage', 'people', 'money', 'operations', 'help'] as const;
type Section = (typeof SECTIONS)[number];
