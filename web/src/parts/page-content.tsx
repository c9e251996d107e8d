import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { AsOf, type AsOfProps } from './as-of.tsx';

export interface PageContentProps {
  readonly title: string;
  /** What the page is for, in a sentence. */
  readonly description: string;
  /** Of pages that show what changes: how current it is, and how to ask again. */
  readonly current?: AsOfProps;
  /** What can be done on the page as a whole. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page below its title. */
export function PageContent({ title, description, current, actions, children }: PageContentProps) {
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={description}
          actions={
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              {current && <AsOf {...current} />}
              {actions}
            </SpaceBetween>
          }
        >
          {title}
        </Header>
      }
    >
      {children}
    </ContentLayout>
  );
}
