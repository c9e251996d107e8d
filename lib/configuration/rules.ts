import { defaultLateLimitDays, largestLateLimitDays } from '@token-ledger/core';
import type { Settings } from './schema.ts';

/** A rule between settings. */
export interface Rule {
  /** The setting that the report names, then those it depends on. */
  readonly settings: readonly [keyof Settings, ...(keyof Settings)[]];
  /** What the first setting must be, if it breaks the rule. */
  readonly allowed: (settings: Settings) => string | undefined;
}

export const RULES: readonly Rule[] = [
  {
    settings: ['batchingWindowSeconds', 'batchSize'],
    allowed: ({ batchingWindowSeconds, batchSize }) =>
      batchSize > 10 && batchingWindowSeconds < 1
        ? `at least 1 with batchSize ${batchSize}: Lambda collects more than 10 messages only if it may wait for them`
        : undefined,
  },
  {
    settings: ['lateLimitDays', 'retentionDays'],
    allowed: ({ lateLimitDays, retentionDays }) => {
      const greatest = largestLateLimitDays(retentionDays);
      if (lateLimitDays === undefined || lateLimitDays <= greatest) return undefined;
      return [
        ...(greatest < 1 ? [] : [`at most ${greatest}, or`]),
        `left out (for ${defaultLateLimitDays(retentionDays)}), with retentionDays ${retentionDays}:`,
        'lateLimitDays + 28 days in queues + a margin of min(3, retentionDays / 4) must fit into retentionDays',
      ].join(' ');
    },
  },
  {
    settings: ['gateway'],
    allowed: ({ gateway }) => {
      if (!gateway || (gateway.mode === 'vault') === (gateway.anthropicKeySecret !== undefined))
        return undefined;
      return gateway.mode === 'vault'
        ? 'an object with anthropicKeySecret, because its mode is "vault"'
        : 'an object without anthropicKeySecret, unless its mode is "vault"';
    },
  },
  {
    settings: ['region', 'customerManagedKey'],
    allowed: ({ region, customerManagedKey }) =>
      customerManagedKey && region === undefined
        ? 'the name of a region, because customerManagedKey is true: the key of a table has to be in its region'
        : undefined,
  },
  {
    settings: ['existing', 'signIn'],
    allowed: ({ existing, signIn }) =>
      existing.userPoolId !== undefined && signIn !== 'cognito'
        ? 'an object without userPoolId, unless signIn is "cognito"'
        : undefined,
  },
  {
    settings: ['certificateArn', 'domainName'],
    allowed: ({ certificateArn, domainName }) => {
      if ((certificateArn === undefined) === (domainName === undefined)) return undefined;
      return domainName === undefined
        ? 'left out, or given together with domainName'
        : 'the ARN of a certificate for domainName';
    },
  },
  {
    settings: ['oidcClientId', 'signIn'],
    allowed: ({ oidcClientId, signIn }) =>
      oidcClientId !== undefined && signIn !== 'oidc' ? 'left out, unless signIn is "oidc"' : undefined,
  },
  ...(['oidcIssuer', 'oidcAudience'] as const).map(
    (setting): Rule => ({
      settings: [setting, 'signIn'],
      allowed: (settings) => {
        const isNeeded = settings.signIn === 'oidc';
        if (isNeeded === (settings[setting] !== undefined)) return undefined;
        return isNeeded ? 'a text, because signIn is "oidc"' : 'left out, unless signIn is "oidc"';
      },
    }),
  ),
];
