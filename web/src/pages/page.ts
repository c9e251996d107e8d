import type { ComponentType } from 'react';
import type { Texts } from '../i18n/languages.ts';
import type { Parameters } from '../parts/address.ts';
import type { OperationName } from '../session/session.ts';

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
}

/** The groups of the navigation, in its order. */
export const SECTIONS = ['usage', 'people', 'money', 'operations', 'help'] as const;
type Section = (typeof SECTIONS)[number];
