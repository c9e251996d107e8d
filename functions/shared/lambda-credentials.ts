/*
 * Replaces @aws-sdk/credential-provider-node in bundles (see lib/shared/function-bundles.ts). Lambda passes credentials to a
 * function in environment variables. The SDK would also try files, single sign-on, STS and instance metadata, which is a
 * fifth of the code of a function and part of each cold start.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
