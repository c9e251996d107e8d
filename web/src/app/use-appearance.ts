import { applyDensity, applyMode, Density, Mode } from '@cloudscape-design/global-styles';
import { useEffect } from 'react';
import { type Preferences, usePreferences } from '../parts/preferences.ts';

/** Applies theme and density to the page, and follows the system if the reader chose that. */
export function useAppearance(): void {
  const preferences = usePreferences();
  useEffect(() => {
    const dark = matchMedia(DARK);
    const apply = () => applyAppearance(preferences);
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [preferences]);
}

/** Also before anything is drawn: a page that is white first would flicker. */
export function applyAppearance({ theme, density }: Preferences): void {
  applyDensity(density === 'compact' ? Density.Compact : Density.Comfortable);
  const isDark = theme === 'dark' || (theme === 'system' && matchMedia(DARK).matches);
  applyMode(isDark ? Mode.Dark : Mode.Light);
  // The same for Swagger UI.
  document.documentElement.classList.toggle('dark-mode', isDark);
}

const DARK = '(prefers-color-scheme: dark)';
