import { useSyncExternalStore } from 'react';
import { LANGUAGES, type Language, preferredLanguage } from '../i18n/languages.ts';

/** What a reader chose for every page. Nothing else is stored in the browser. */
export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  readonly density: Density;
  readonly zone: ZoneChoice;
}

export const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
export const DENSITIES = ['comfortable', 'compact'] as const;
type Density = (typeof DENSITIES)[number];
/** Which clock times are shown by. */
export const ZONE_CHOICES = ['reporting', 'local', 'utc'] as const;
export type ZoneChoice = (typeof ZONE_CHOICES)[number];

const KEY = 'token-ledger.preferences';

let current: Preferences | undefined;
const listeners = new Set<() => void>();

export function preferences(): Preferences {
  current ??= read();
  return current;
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...preferences(), ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // A browser without storage forgets them with the page.
  }
  for (const listener of listeners) listener();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences);
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

function read(): Preferences {
  const stored = readStored();
  const choose = <T extends string>(name: string, allowed: readonly T[], otherwise: T): T =>
    allowed.find((value) => value === stored[name]) ?? otherwise;
  return {
    language: choose(
      'language',
      Object.keys(LANGUAGES) as Language[],
      preferredLanguage(navigator.languages),
    ),
    theme: choose('theme', THEMES, 'system'),
    density: choose('density', DENSITIES, 'comfortable'),
    zone: choose('zone', ZONE_CHOICES, 'reporting'),
  };
}

/** Anything may be stored: another version wrote it, or a person. */
function readStored(): Readonly<Record<string, unknown>> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
