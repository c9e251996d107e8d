import type { Construct } from 'constructs';
import type { ServiceName } from '../../functions/shared/metrics.ts';
import { LedgerFunction, type LedgerFunctionProps } from './ledger-function.ts';

/** An HTTP API waits at most 30 seconds; a function that ends before it answers with an error of its own. */
const TIMEOUT_SECONDS = 29;

/** A function behind routes of the API. */
export class ApiFunction<N extends ServiceName = ServiceName> extends LedgerFunction<N> {
  constructor(
    scope: Construct,
    id: string,
    props: Omit<LedgerFunctionProps<N>, 'timeoutSeconds' | 'reservedConcurrency'>,
  ) {
    super(scope, id, { ...props, timeoutSeconds: TIMEOUT_SECONDS });
  }
}
