import type { Session } from '../session/session.ts';
import type { DoctorAws } from './doctor-aws.ts';

/** What one check found. */
export interface Finding {
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What is the case. */
  readonly found: string;
  /** How to mend it, where there is something to mend. */
  readonly fix?: string;
}

export interface CheckResult extends Finding {
  readonly check: string;
  /** Why it matters. */
  readonly why: string;
}

/** What the checks share, filled by those that run first. */
export interface Examination {
  readonly session: Session;
  /** Undefined without AWS credentials, or a stage. */
  readonly aws: DoctorAws | undefined;
  /** What a skipped check says about the missing `aws`. */
  readonly withoutAws: string;
  /** How long a record that was sent may take until it is found. */
  readonly foundWithinMs: number;
  /** The address of the gateway, if one is known. */
  readonly gatewayUrl: string | undefined;
  /** Whether a call that Anthropic bills may be sent through the gateway. */
  readonly paidCall: boolean;
}

export interface Check {
  readonly name: string;
  readonly why: string;
  /** Stops all later checks unless it is ok. */
  readonly essential?: true;
  readonly run: (examination: Examination) => Promise<Finding>;
}

export const ok = (found: string): Finding => ({ status: 'ok', found });
export const warning = (found: string, fix: string): Finding => ({ status: 'warning', found, fix });
export const failed = (found: string, fix: string): Finding => ({ status: 'failed', found, fix });
export const skipped = (found: string): Finding => ({ status: 'skipped', found });
