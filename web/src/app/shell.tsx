import AppLayout from '@cloudscape-design/components/app-layout';
import Box from '@cloudscape-design/components/box';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SECTIONS } from '../pages/page.ts';
import { PAGES } from '../pages/registry.ts';
import { useShown } from '../parts/later.tsx';
import { lazyPart } from '../parts/lazy.tsx';
import { Notifications } from '../parts/notifications.tsx';
import { usePreferences } from '../parts/preferences.ts';
import { useMay } from '../session/session-provider.tsx';
import { leftOut } from './left-out.ts';
import { TopBar } from './top-bar.tsx';

const AddressNotice = lazyPart(async () => (await import('./address-notice.tsx')).AddressNotice, 2);

/** The frame around every page: bar, navigation, breadcrumbs and messages. */
export function Shell() {
  const { t } = useTranslation('app');
  const { language } = usePreferences();
  const { pathname, search } = useLocation();
  // Narrow screens begin with the page.
  const [navigationOpen, setNavigationOpen] = useState(() => innerWidth > 800);
  // What leads elsewhere is drawn after the page, and has its place already: it is a quarter of what would be computed before.
  const isShown = useShown(true);
  const page = PAGES.find(({ path }) => path === pathname);
  const title = page?.title[language];
  const ignored = page && leftOut(page, search);
  useEffect(() => {
    document.title = [title, 'Token Ledger'].filter(Boolean).join(' · ');
  }, [title]);
  return (
    <>
      <TopBar headerId={HEADER_ID} withMenus={isShown} />
      <AppLayout
        headerSelector={`#${HEADER_ID}`}
        navigation={isShown && <Navigation activeHref={`#${pathname}`} />}
        navigationOpen={navigationOpen}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        ariaLabels={{
          navigation: t('navigation'),
          navigationToggle: t('openNavigation'),
          navigationClose: t('closeNavigation'),
        }}
        toolsHide
        notifications={<Notifications />}
        stickyNotifications
        breadcrumbs={
          page && (
            <BreadcrumbGroup
              items={[
                { text: 'Token Ledger', href: '#/' },
                { text: t(`sections.${page.section}`), href: `#${page.path}` },
                { text: page.title[language], href: `#${page.path}` },
              ]}
            />
          )
        }
        content={
          <>
            {ignored && (
              <Box margin={{ bottom: 'l' }} data-no-print>
                <AddressNotice leftOut={ignored} />
              </Box>
            )}
            <Outlet />
          </>
        }
      />
    </>
  );
}

const HEADER_ID = 'header';

function Navigation({ activeHref }: { readonly activeHref: string }) {
  const { t } = useTranslation('app');
  const { language } = usePreferences();
  const may = useMay();
  const visible = PAGES.filter(({ needs }) => may(needs));
  const sections = SECTIONS.flatMap((section): SideNavigationProps.Item[] => {
    const items = visible
      .filter((page) => page.section === section)
      .map(({ path, title }) => ({ type: 'link' as const, text: title[language], href: `#${path}` }));
    return items.length === 0 ? [] : [{ type: 'section-group', title: t(`sections.${section}`), items }];
  });
  return (
    <SideNavigation
      header={{ text: 'Token Ledger', href: '#/' }}
      activeHref={activeHref}
      items={[
        ...sections,
        { type: 'divider' },
        { type: 'link', text: t('apiReference'), href: './reference', external: true },
      ]}
    />
  );
}
