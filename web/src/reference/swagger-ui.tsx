import { useEffect, useRef } from 'react';
import SwaggerUIBundle from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';
import './swagger-ui.css';
import type { OpenApiDocument } from './open-api-document.ts';

/**
 * Shows the document in Swagger UI, which sends requests to the deployment itself. Credentials stay in the memory of the
 * page; nothing is sent anywhere else.
 */
export function SwaggerUi({ document }: { readonly document: OpenApiDocument }) {
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const domNode = container.current;
    if (!domNode) return;
    const ui = SwaggerUIBundle({
      spec: document,
      domNode,
      deepLinking: true,
      docExpansion: 'none',
      filter: true,
      displayRequestDuration: true,
      requestSnippetsEnabled: true,
      // Otherwise it would send the document to a public validator.
      validatorUrl: null,
    });
    // Swagger UI follows a link into the page only at load time.
    const follow = () => ui.layoutActions.parseDeepLinkHash(decodeURIComponent(location.hash));
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
      domNode.replaceChildren();
    };
  }, [document]);
  return <div ref={container} />;
}
