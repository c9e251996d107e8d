import type { ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES } from '../i18n/languages.ts';
import icon from '../icon.svg';
import {
  DENSITIES,
  type Preferences,
  setPreferences,
  THEMES,
  usePreferences,
  ZONE_CHOICES,
} from '../parts/preferences.ts';
import { useZones } from '../parts/times.tsx';
import { useSession } from '../session/session-provider.tsx';
import styles from './top-bar.module.css';

interface TopBarProps {
  readonly headerId: string;
  /** Cloudscape draws every menu three times, two of them to know its widths. Without them, the bar has the same size. */
  readonly withMenus: boolean;
}

/** The bar above every page: what the reader prefers, and who the reader is. */
export function TopBar({ headerId, withMenus }: TopBarProps) {
  const preferred = usePreferredMenu();
  const own = useOwnMenu();
  // Every other list would be measured again.
  const menus = useMemo(() => (withMenus ? [preferred, own] : []), [withMenus, preferred, own]);
  return (
    <div id={headerId} className={styles.header}>
      <TopNavigation identity={IDENTITY} utilities={menus} />
    </div>
  );
}

const IDENTITY = { href: '#/', title: 'Token Ledger', logo: { src: icon, alt: '' } };

function usePreferredMenu(): TopNavigationProps.MenuDropdownUtility {
  const { t } = useTranslation('app');
  const chosen = usePreferences();
  const zones = useZones();
  return useMemo(() => {
    const choices: Readonly<Record<string, ButtonDropdownProps.ItemOrGroup>> = {
      language: group(t('language'), 'language', LANGUAGES, chosen),
      theme: group(
        t('theme.title'),
        'theme',
        labels(THEMES, (theme) => t(`theme.${theme}`)),
        chosen,
      ),
      density: group(
        t('density.title'),
        'density',
        labels(DENSITIES, (density) => t(`density.${density}`)),
        chosen,
      ),
      zone: group(
        t('zone.title'),
        'zone',
        labels(ZONE_CHOICES, (zone) => t(`zone.${zone}`, { zone: zones[zone] })),
        chosen,
      ),
    };
    return {
      type: 'menu-dropdown',
      iconName: 'settings',
      ariaLabel: t('settings'),
      title: t('settings'),
      items: Object.values(choices),
      onItemClick: ({ detail }) => {
        const [name, value] = detail.id.split('=');
        setPreferences({ [String(name)]: value });
      },
    };
  }, [t, chosen, zones.reporting, zones.local]);
}

function useOwnMenu(): TopNavigationProps.MenuDropdownUtility {
  const { t } = useTranslation('app');
  const { me, name, signOut } = useSession();
  return useMemo(
    () => ({
      type: 'menu-dropdown',
      iconName: 'user-profile',
      text: name,
      description: t(`role.${me.role ?? 'access_key'}`),
      items: [{ id: 'sign-out', text: t('signOut') }],
      onItemClick: () => void signOut(),
    }),
    [t, name, me, signOut],
  );
}

function group(
  text: string,
  name: keyof Preferences,
  values: Readonly<Record<string, string>>,
  chosen: Preferences,
): ButtonDropdownProps.ItemOrGroup {
  return {
    text,
    items: Object.entries(values).map(([value, label]) => ({
      id: `${name}=${value}`,
      text: label,
      itemType: 'checkbox' as const,
      checked: chosen[name] === value,
    })),
  };
}

function labels<T extends string>(values: readonly T[], label: (value: T) => string): Record<string, string> {
  return Object.fromEntries(values.map((value) => [value, label(value)]));
}
