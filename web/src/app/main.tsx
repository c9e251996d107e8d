import '@cloudscape-design/global-styles/index.css';
import { I18nProvider, type I18nProviderProps } from '@cloudscape-design/components/i18n';
import { RouterProvider } from '@tanstack/react-router';
import type { i18n } from 'i18next';
import { StrictMode, Suspense, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { loadCloudscapeMessages } from '../i18n/cloudscape-messages.ts';
import { createI18n } from '../i18n/i18n.ts';
import { preferences, usePreferences } from '../parts/preferences.ts';
import { SettingsProvider } from '../parts/settings-context.tsx';
import { SessionProvider, type SessionProviderProps } from '../session/session-provider.tsx';
import { resumeSignIn } from '../session/session-state.ts';
import { createSignIn } from '../session/sign-in.ts';
import { createConsoleRouter, loadFirstPage } from './router.tsx';
import { type ConsoleSettings, fetchSettings } from './settings.ts';
import { applyAppearance, useAppearance } from './use-appearance.ts';
import './background.css';
import './print.css';
import './starting.css';
import './wrap.css';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element with the id root.');
applyAppearance(preferences());
// Where the issuer returned to, the sign-in is completed next.
if (location.search !== '') void import('../session/oidc.ts').catch(() => undefined);
// Most visits begin with it.
void import('../pages/overview/overview-page.tsx').catch(() => undefined);
const texts = Promise.all([
  createI18n(preferences().language),
  loadCloudscapeMessages(preferences().language),
]);
const settings = await fetchSettings().catch((error: Error) => error);
// What the issuer and the API are asked is asked before anything is drawn, so that there is one thing to draw.
const begun = settings instanceof Error ? settings : begin(settings);
const [messages, cloudscape] = await texts;
createRoot(root).render(
  begun instanceof Error ? (
    messages.t('startFailed', { problem: begun.message })
  ) : (
    <StrictMode>
      <Console {...(await begun)} messages={messages} initial={cloudscape} />
    </StrictMode>
  ),
);

/** The way in, and how far a sign-in led that returns here. */
async function begin(settings: ConsoleSettings): Promise<Pick<ConsoleProps, 'settings' | 'entry'>> {
  const { reportingTimeZone, signIn: asked } = settings;
  const signIn = asked && createSignIn(asked);
  const prepare: SessionProviderProps['prepare'] = async ({ api, me, queries }) => {
    const [i18n] = await texts;
    const router = createConsoleRouter({ api, me, queries, reportingTimeZone }, i18n);
    await loadFirstPage(router);
    return <RouterProvider router={router} />;
  };
  return { settings, entry: { signIn, prepare, initial: await resumeSignIn(signIn, prepare) } };
}

interface ConsoleProps {
  readonly settings: ConsoleSettings;
  readonly messages: i18n;
  /** Cloudscape's texts in the language at the start. */
  readonly initial: I18nProviderProps.Messages;
  readonly entry: SessionProviderProps;
}

function Console({ settings, messages, initial, entry }: ConsoleProps) {
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
            <SessionProvider {...entry} />
          </Suspense>
        </SettingsProvider>
      </I18nProvider>
    </I18nextProvider>
  );
}
