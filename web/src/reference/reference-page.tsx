import Alert from '@cloudscape-design/components/alert';
import Spinner from '@cloudscape-design/components/spinner';
import { useEffect, useState } from 'react';
import { useAppearance } from '../app/use-appearance.ts';
import { ConsoleFrame } from '../console-frame.tsx';
import { fetchOpenApiDocument, type OpenApiDocument } from './open-api-document.ts';
import { OperationsNavigation } from './operations-navigation.tsx';
import { SwaggerUi } from './swagger-ui.tsx';

/** The API reference: browse operations and send requests. */
export function ReferencePage() {
  useAppearance();
  const [loaded, setLoaded] = useState<Loaded>({});
  useEffect(() => {
    fetchOpenApiDocument(location.href).then(
      (document) => setLoaded({ document }),
      (error: unknown) => setLoaded({ error: error instanceof Error ? error.message : String(error) }),
    );
  }, []);
  const { document, error } = loaded;
  return (
    <ConsoleFrame navigation={document && <OperationsNavigation document={document} />}>
      {document && <SwaggerUi document={document} />}
      {error !== undefined && (
        <Alert type="error" header="The API reference could not be loaded">
          {error} Reload the page to try again.
        </Alert>
      )}
      {!document && error === undefined && <Spinner size="large" />}
    </ConsoleFrame>
  );
}

interface Loaded {
  readonly document?: OpenApiDocument;
  readonly error?: string;
}
