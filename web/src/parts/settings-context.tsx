import { createContext, type ReactNode, useContext } from 'react';
import type { ConsoleSettings } from '../app/settings.ts';

const SettingsContext = createContext<ConsoleSettings | undefined>(undefined);

export function SettingsProvider({
  settings,
  children,
}: {
  readonly settings: ConsoleSettings;
  readonly children: ReactNode;
}) {
  return <SettingsContext value={settings}>{children}</SettingsContext>;
}

/** What the deployment says about itself. */
export function useSettings(): ConsoleSettings {
  const settings = useContext(SettingsContext);
  if (!settings) throw new Error('There are no settings outside of the console.');
  return settings;
}
