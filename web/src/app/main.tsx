import '@cloudscape-design/global-styles/index.css';
import { I18nProvider, type I18nProviderProps } from '@cloudscape-design/components/i18n';
import { useQueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { i18n } from 'i18next';
import { StrictMode, Suspense, useEffect, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { loadCloudscapeMessages } from '../i18n/cloudscape-messages.ts';
import { createI18n } from '../i18n/i18n.ts';
import { preferences, usePreferences } from '../parts/preferences.ts';
import { SettingsProvider, useSettings } from '../parts/settings-context.tsx';
import { SessionProvider, useSession } from '../session/session-provider.tsx';
import { createConsoleRouter } from './router.tsx';
import { type ConsoleSettings, fetchSettings } from './settings.ts';
import { useAppearance } from './use-appearance.ts';
import './background.css';
import './print.css';
import './wrap.css';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element with the id root.');
// Where the issuer returned to, the sign-in is completed next.
if (location.search !== '') void import('../session/oidc.ts').catch(() => undefined);
const [messages, cloudscape, settings] = await Promise.all([
  createI18n(preferences().language),
  loadCloudscapeMessages(preferences().language),
  fetchSettings().catch((error: Error) => error),
]);
createRoot(root).render(
  settings instanceof Error ? (
    messages.t('startFailed', { problem: settings.message })
  ) : (
    <StrictMode>
      <Console settings={settings} messages={messages} initial={cloudscape} />
    </StrictMode>
  ),
);

interface ConsoleProps {
  readonly settings: ConsoleSettings;
  readonly messages: i18n;
  /** Cloudscape's texts in the language at the start. */
  readonly initial: I18nProviderProps.Messages;
}

function Console({ settings, messages, initial }: ConsoleProps) {
  useAppearance();
  const { language } = usePreferences();
  const [shown, setShown] = useState({ language: preferences().language, cloudscape: initial });
  useEffect(() => {
    document.documentElement.lang = language;
    const change = async () => {
      const cloudscape = await loadCloudscapeMessages(language);
      await messages.changeLanguage(language);
      setShown({ language, cloudscape });
    };
    if (messages.language !== language) void change();
  }, [language, messages]);
  return (
    <I18nextProvider i18n={messages}>
      <I18nProvider locale={shown.language} messages={[shown.cloudscape]}>
        <SettingsProvider settings={settings}>
          <Suspense fallback={null}>
            <SessionProvider settings={settings}>
              <Pages messages={messages} />
            </SessionProvider>
          </Suspense>
        </SettingsProvider>
      </I18nProvider>
    </I18nextProvider>
  );
}

function Pages({ messages }: Pick<ConsoleProps, 'messages'>) {
  const { api, me } = useSession();
  const queries = useQueryClient();
  const { reportingTimeZone } = useSettings();
  const router = useMemo(
    () => createConsoleRouter({ api, me, queries, reportingTimeZone }, messages),
    [api, me, queries, reportingTimeZone, messages],
  );
  return <RouterProvider router={router} />;
}
