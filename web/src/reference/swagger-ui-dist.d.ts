/** What is used of Swagger UI, whose package has no types. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  interface SwaggerUi {
    readonly layoutActions: {
      /** Opens and shows what a decoded fragment such as `#/Failed messages/listFailedMessages` names. */
      parseDeepLinkHash(hash: string): void;
    };
  }

  /** https://swagger.io/docs/open-source-tools/swagger-ui/usage/configuration/ */
  interface SwaggerUiOptions {
    readonly spec: object;
    readonly domNode: HTMLElement;
    readonly deepLinking?: boolean;
    readonly docExpansion?: 'list' | 'full' | 'none';
    readonly filter?: boolean;
    readonly displayRequestDuration?: boolean;
    readonly requestSnippetsEnabled?: boolean;
    readonly validatorUrl?: string | null;
  }

  export default function SwaggerUIBundle(options: SwaggerUiOptions): SwaggerUi;
}
