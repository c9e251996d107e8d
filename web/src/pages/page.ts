import type { QueryClient as Queries } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import type { Texts } from '../i18n/languages.ts';
import type { Parameters } from '../parts/address.ts';
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
  readonly load: () => Promise<{ readonly default: ComponentType }>;
  /** Asks the API what the page will ask, so that its answers come while the page is loaded and drawn. */
  readonly ask?: (begin: Beginning, parameters: never) => void;
}

/** Who opens a page, and where answers are kept for it. */
export interface Beginning extends Pick<Session, 'api' | 'me'> {
  readonly queries: Queries;
  readonly reportingTimeZone: string;
}

/** The groups of the navigation, in its order. */
export const SECTIONS = ['usage', 'people', 'money', 'operations', 'help'] as const;
type Section = (typeof SECTIONS)[number];
