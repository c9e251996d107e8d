import { LedgerProblem } from '@token-ledger/client/query';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** What went wrong, what to do about it, and how the command ends. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly advice: string | undefined;
  readonly exitCode: ExitCode;

  constructor(message: string, advice?: string, exitCode: ExitCode = EXIT.problem) {
    super(message);
    this.advice = advice;
    this.exitCode = exitCode;
  }
}

/** A mistake in the command line. Nothing was done. */
export class UsageError extends CliError {
  constructor(message: string, advice?: string) {
    super(message, advice, EXIT.usage);
  }
}

/** The error for a value that an option does not allow. */
export function refused(option: string, value: string, allowed: string): UsageError {
  return new UsageError(`${option} is ${JSON.stringify(value)}; it must be ${allowed}.`);
}

export interface Explanation {
  readonly message: string;
  readonly advice: string | undefined;
  readonly exitCode: ExitCode;
  readonly code: string | undefined;
  readonly requestId: string | undefined;
}

/** Explains any error to the person at the terminal. */
export function explain(error: unknown): Explanation {
  if (error instanceof LedgerProblem) return explainProblem(error);
  if (error instanceof CliError) {
    const { message, advice, exitCode } = error;
    return { message, advice, exitCode, code: undefined, requestId: undefined };
  }
  const aws = awsAdvice(error);
  return {
    message: withCauses(error),
    advice: aws,
    exitCode: EXIT.problem,
    code: undefined,
    requestId: undefined,
  };
}

const SIGN_IN = 'Run token-ledger login, or set TOKEN_LEDGER_KEY.';

/** What to do about problems that people cause, by the ledger's codes. */
const ADVICE: Partial<Readonly<Record<LedgerProblem['code'], string>>> = {
  missing_credentials: SIGN_IN,
  invalid_credentials: `The access key is wrong or was rotated. ${SIGN_IN}`,
  expired_credentials: 'The sign-in has expired. Run token-ledger login.',
  no_access_token: 'The sign-in has ended. Run token-ledger login.',
  disabled_access_key: 'An admin can enable it: token-ledger keys enable <id>.',
  insufficient_scope:
    'Create a key that has it: token-ledger keys create --name <name> --scopes <scopes>, with a key of the scope admin, or with AWS credentials and --stage <name>. To use it: token-ledger login, or TOKEN_LEDGER_KEY.',
  insufficient_role: 'Ask an admin to add you to a group: viewer may query, admin may administer.',
  not_visible: 'You may see your own usage only. Name your own user with --user.',
  unreachable: 'Check the address and your network. token-ledger doctor shows more.',
  timeout: 'Try again; for a large range, query a shorter one.',
  unexpected_answer:
    'The address may be that of something else, or of a proxy: it must be the ApiUrl of the deployment.',
  range_too_large: 'Query a shorter range, or use token-ledger export.',
  range_frozen: 'The records of this time have expired. Its statistics stay as they are.',
  rate_limited: 'Wait a moment, then try again.',
  rebuild_running: 'Wait for it: token-ledger rebuild --id <id>.',
  ambiguous_request_id: 'Choose the access key with --key <id>.',
};

function explainProblem(problem: LedgerProblem): Explanation {
  const { message, code, requestId } = problem;
  const advice = (code === 'unreachable' && adviceOfRefusal(problem.cause)) || ADVICE[code];
  return { message, advice, exitCode: exitCodeOf(problem), code, requestId };
}

/** What to do where nothing listens at an address of this machine, by the causes of an error of `fetch`. */
function adviceOfRefusal(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const { code, address, port } = cause as { code?: unknown; address?: unknown; port?: number };
  if (code === 'ECONNREFUSED' && /^(127\.|::1$)/.test(String(address)))
    return `Nothing listens on port ${port} of this machine. If that was npm start, it runs no more: start it again, and set what it prints.`;
  const causes: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [cause.cause];
  return causes.map(adviceOfRefusal).find((found) => found !== undefined);
}

function exitCodeOf({ status, code, retryable }: LedgerProblem): ExitCode {
  if (status === 401 || status === 403 || code === 'no_access_token') return EXIT.access;
  if (status === 404 && code !== 'unexpected_answer') return EXIT.notFound;
  if (status === 400 && code === 'invalid_request') return EXIT.usage;
  return retryable ? EXIT.temporary : EXIT.problem;
}

/** Errors of the AWS SDK that the configuration of its user causes. */
function awsAdvice(error: unknown): string | undefined {
  const name = error instanceof Error ? error.name : '';
  if (
    /CredentialsProviderError|ExpiredToken|UnrecognizedClient/.test(name) ||
    /Region is missing/.test(String(error))
  )
    return 'This command needs AWS: set AWS_PROFILE and AWS_REGION, and sign in with the AWS command line.';
  if (/AccessDenied/.test(name)) return 'The AWS credentials do not allow it. Use those of an operator.';
  return undefined;
}

function withCauses(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined
    ? error.message
    : `${error.message}\nCaused by: ${withCauses(error.cause)}`;
}
