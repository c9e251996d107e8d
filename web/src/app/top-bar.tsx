import type { ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import type { TFunction } from 'i18next';
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
  type ZoneChoice,
} from '../parts/preferences.ts';
import { useSettings } from '../parts/settings-context.tsx';
import { zonesBy } from '../parts/times.tsx';
import { useSession } from '../session/session-provider.tsx';
import styles from './top-bar.module.css';

interface TopBarProps {
  readonly headerId: string;
  /** Cloudscape draws every menu three times, two of them to know its widths. Without them, the bar has the same size. */
  readonly withMenus: boolean;
}

/** The bar above every page: what the reader prefers, and who the reader is. */
export function TopBar({ headerId, withMenus }: TopBarProps) {
  const { t } = useTranslation('app');
  const { reportingTimeZone } = useSettings();
  const { me, name, signOut } = useSession();
  const chosen = usePreferences();
  // Every other list would be measured again.
  const menus = useMemo((): readonly TopNavigationProps.Utility[] => {
    if (!withMenus) return [];
    return [
      preferredMenu(t, chosen, zonesBy(reportingTimeZone)),
      {
        type: 'menu-dropdown',
        iconName: 'user-profile',
        text: name,
        description: t(`role.${me.role ?? 'access_key'}`),
        items: [{ id: 'sign-out', text: t('signOut') }],
        onItemClick: () => void signOut(),
      },
    ];
  }, [withMenus, t, chosen, reportingTimeZone, name, me, signOut]);
  return (
    <div id={headerId} className={styles.header}>
      <TopNavigation identity={IDENTITY} utilities={menus} />
    </div>
  );
}

const IDENTITY = { href: '#/', title: 'Token Ledger', logo: { src: icon, alt: '' } };

function preferredMenu(
  t: TFunction,
  chosen: Preferences,
  zones: Readonly<Record<ZoneChoice, string>>,
): TopNavigationProps.MenuDropdownUtility {
  const themes = labels(THEMES, (theme) => t(`theme.${theme}`));
  const densities = labels(DENSITIES, (density) => t(`density.${density}`));
  const zoneChoices = labels(ZONE_CHOICES, (zone) => t(`zone.${zone}`, { zone: zones[zone] }));
  return {
    type: 'menu-dropdown',
    iconName: 'settings',
    ariaLabel: t('settings'),
    title: t('settings'),
    items: [
      group(t('language'), 'language', LANGUAGES, chosen),
      group(t('theme.title'), 'theme', themes, chosen),
      group(t('density.title'), 'density', densities, chosen),
      group(t('zone.title'), 'zone', zoneChoices, chosen),
    ],
    onItemClick: ({ detail }) => {
      const [name, value] = detail.id.split('=');
      setPreferences({ [String(name)]: value });
    },
  };
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
