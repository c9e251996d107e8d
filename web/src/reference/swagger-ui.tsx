import { useEffect, useRef } from 'react';
import SwaggerUIBundle from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';
import type { OpenApiDocument } from './open-api-document.ts';

/**
 * Shows the document by Swagger UI, which asks the deployment itself when somebody tries an operation. Credentials stay in
 * the memory of the page; nothing is sent anywhere else.
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
      // Which would be asked whether the document is valid.
      validatorUrl: null,
    });
    // It follows a link into the page only when it is loaded.
    const follow = () => ui.layoutActions.parseDeepLinkHash(decodeURIComponent(location.hash));
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
      domNode.replaceChildren();
    };
  }, [document]);
  return <div ref={container} />;
}
