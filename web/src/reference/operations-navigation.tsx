import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import type { OpenApiDocument, Operation } from './open-api-document.ts';
import { useHash } from './use-hash.ts';

/** All operations by their tags, as links that Swagger UI follows. */
export function OperationsNavigation({ document }: { readonly document: OpenApiDocument }) {
  return (
    <SideNavigation
      header={{ text: 'API reference', href: '#/' }}
      activeHref={useHash()}
      items={navigationItems(document)}
    />
  );
}

function navigationItems({ tags, paths }: OpenApiDocument): readonly SideNavigationProps.Section[] {
  const operations = Object.values(paths).flatMap<Operation>((methods) => Object.values(methods));
  return tags.map(({ name }) => ({
    type: 'section',
    text: name,
    defaultExpanded: true,
    items: operations
      .filter((operation) => operation.tags.includes(name))
      .map(({ summary, operationId }) => ({
        type: 'link',
        text: summary,
        href: `#/${encodeURIComponent(name)}/${operationId}`,
      })),
  }));
}
