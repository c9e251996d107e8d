import AppLayout from '@cloudscape-design/components/app-layout';
import TopNavigation from '@cloudscape-design/components/top-navigation';
import { type ReactNode, useState } from 'react';
import styles from './console-frame.module.css';
import icon from './icon.svg';

export interface ConsoleFrameProps {
  readonly navigation: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every page of the console. */
export function ConsoleFrame({ navigation, children }: ConsoleFrameProps) {
  // Narrow screens begin with the page.
  const [navigationOpen, setNavigationOpen] = useState(() => innerWidth > 800);
  return (
    <>
      <div id={HEADER_ID} className={styles.header}>
        <TopNavigation
          identity={{ href: './', title: 'Token Ledger', logo: { src: icon, alt: '' } }}
          utilities={[
            { type: 'button', text: 'OpenAPI document', href: './v1/openapi.json', external: true },
          ]}
        />
      </div>
      <AppLayout
        headerSelector={`#${HEADER_ID}`}
        navigation={navigation}
        navigationOpen={navigationOpen}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        toolsHide
        content={children}
      />
    </>
  );
}

const HEADER_ID = 'header';
