import { AccountPrincipal, ArnPrincipal, type IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Configuration } from '../configuration/read-configuration.ts';

/** Accounts, roles and users elsewhere that may send usage to the queues. */
export function producerPrincipals(configuration: Configuration): readonly IPrincipal[] {
  return configuration.producerPrincipals.map((principal) =>
    /^\d+$/.test(principal) ? new AccountPrincipal(principal) : new ArnPrincipal(principal),
  );
}
