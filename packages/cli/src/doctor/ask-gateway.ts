import type { Examination } from './check.ts';

/** The headers that let a call in. */
export type Keys = Readonly<Record<string, string>>;

/** What a request through the gateway was answered, by it or by Anthropic. */
export interface Answer {
  readonly status: number;
  readonly requestId: string;
  /** The message of an error in Anthropic's form. */
  readonly message: string | undefined;
}

/** Undefined if nothing answers. */
export async function ask(
  { gatewayUrl, session: { io } }: Examination,
  path: string,
  { headers, ...init }: RequestInit,
): Promise<Answer | undefined> {
  try {
    const response = await io.fetch(`${gatewayUrl?.replace(/\/+$/, '')}${path}`, {
      ...init,
      redirect: 'manual',
      headers: { ...(headers as Record<string, string>), 'anthropic-version': '2023-06-01' },
      signal: AbortSignal.any([io.signal, AbortSignal.timeout(30_000)]),
    });
    const body = (await response.json().catch(() => undefined)) as
      | { error?: { message?: unknown } }
      | undefined;
    const message = body?.error?.message;
    return {
      status: response.status,
      requestId: response.headers.get('request-id') ?? '',
      message: typeof message === 'string' ? message : undefined,
    };
  } catch {
    io.signal.throwIfAborted();
    return undefined;
  }
}

/** An answer of the gateway, and not of Anthropic. */
export function isOwn(answer: Answer | undefined): boolean {
  return answer?.requestId.startsWith('tlgw_') ?? false;
}
