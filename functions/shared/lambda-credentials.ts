/*
 * What bundles have in place of @aws-sdk/credential-provider-node (see lib/shared/function-bundles.ts). Lambda hands a function its
 * credentials in environment variables. The SDK would also look into files, single sign-on, STS and instance metadata, which
 * is a fifth of the code of a function and part of each cold start.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
