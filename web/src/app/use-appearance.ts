import { applyDensity, applyMode, Density, Mode } from '@cloudscape-design/global-styles';
import { useEffect } from 'react';
import { usePreferences } from '../parts/preferences.ts';

/** Applies theme and density to the page, and follows the system if the reader chose that. */
export function useAppearance(): void {
  const { theme, density } = usePreferences();
  useEffect(() => {
    applyDensity(density === 'compact' ? Density.Compact : Density.Comfortable);
  }, [density]);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      const isDark = theme === 'dark' || (theme === 'system' && dark.matches);
      applyMode(isDark ? Mode.Dark : Mode.Light);
      // The same for Swagger UI.
      document.documentElement.classList.toggle('dark-mode', isDark);
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
}
