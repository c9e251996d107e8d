import type { WhenFull } from './buffer.ts';
import { LedgerError } from './errors.ts';
import { createHttpTransport } from './http-transport.ts';
import type { Priority, Transport } from './transport.ts';

export interface LedgerOptions {
  /** The ledger's address. Default: the environment variable `TOKEN_LEDGER_URL`. */
  readonly endpoint?: string;
  /** An access key with the scope `ingest`. Default: the environment variable `TOKEN_LEDGER_KEY`. */
  readonly accessKey?: string;
  /** Another way to the ledger, such as `createSqsTransport` of `@token-ledger/client/sqs`. */
  readonly transport?: Transport;
  /** Default: `live`. */
  readonly priority?: Priority;
  /** A batch is sent as soon as it has so many records. Default: 100; at most what the transport takes. */
  readonly maxBatchRecords?: number;
  /** A batch is sent as soon as it has so many bytes of JSON. Default: 256 KiB. */
  readonly maxBatchBytes?: number;
  /** A record waits at most so long before it is sent. Default: 1,000 ms. */
  readonly maxDelayMs?: number;
  /** Memory for records that wait, in bytes of JSON. Default: 16 MiB, some 50,000 records. */
  readonly maxBufferBytes?: number;
  /** What is dropped, and counted, when the buffer is full. Default: `drop-newest`. */
  readonly whenFull?: WhenFull;
  /** After a failure the next attempt follows within so long; the limit doubles up to `maxRetryDelayMs`. Default: 500 ms. */
  readonly retryDelayMs?: number;
  /** Default: 30,000 ms. A longer `Retry-After` of the ledger is respected. */
  readonly maxRetryDelayMs?: number;
  /** Default: 10,000 ms. */
  readonly requestTimeoutMs?: number;
  /** Receives what goes wrong; it must not throw. Default: the first error of each code is written by `console.warn`. */
  readonly onError?: (error: LedgerError) => void;
  /** Default: the global `fetch`, as it is when the ledger is created. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface ResolvedOptions {
  /** Absent when nothing can be reported. */
  readonly transport: Transport | undefined;
  readonly priority: Priority;
  readonly maxBatchRecords: number;
  readonly maxBatchBytes: number;
  readonly maxDelayMs: number;
  readonly maxBufferBytes: number;
  readonly whenFull: WhenFull;
  readonly retryDelayMs: number;
  readonly maxRetryDelayMs: number;
  readonly onError: (error: LedgerError) => void;
}

export function resolveOptions(options: LedgerOptions): ResolvedOptions {
  const transport = options.transport ?? httpTransport(options);
  const limits = transport?.limits ?? { records: 1, bytes: 1 };
  return {
    transport,
    priority: options.priority ?? 'live',
    maxBatchRecords: Math.min(options.maxBatchRecords ?? 100, limits.records),
    maxBatchBytes: Math.min(options.maxBatchBytes ?? 262_144, limits.bytes),
    maxDelayMs: options.maxDelayMs ?? 1000,
    maxBufferBytes: options.maxBufferBytes ?? 16_777_216,
    whenFull: options.whenFull ?? 'drop-newest',
    retryDelayMs: options.retryDelayMs ?? 500,
    maxRetryDelayMs: options.maxRetryDelayMs ?? 30_000,
    onError: safely(options.onError ?? warnOnce()),
  };
}

function httpTransport(options: LedgerOptions): Transport | undefined {
  const endpoint = options.endpoint ?? environmentVariable('TOKEN_LEDGER_URL');
  const accessKey = options.accessKey ?? environmentVariable('TOKEN_LEDGER_KEY');
  if (!endpoint || !accessKey) return undefined;
  const { requestTimeoutMs = 10_000, fetch = globalThis.fetch } = options;
  return createHttpTransport({ endpoint, accessKey, requestTimeoutMs, fetch: fetch.bind(globalThis) });
}

/** Undefined where there is no environment, as in browsers. */
function environmentVariable(name: string): string | undefined {
  return globalThis.process?.env?.[name];
}

/** The caller's path must not depend on its own error handler. */
function safely(onError: (error: LedgerError) => void): (error: LedgerError) => void {
  return (error) => {
    try {
      onError(error);
    } catch {
      // There is nobody left to report to.
    }
  };
}

function warnOnce(): (error: LedgerError) => void {
  const warned = new Set<string>();
  return ({ code, message }) => {
    if (warned.has(code)) return;
    warned.add(code);
    // oxlint-disable-next-line no-console -- the default of a library that never throws
    console.warn(`Token Ledger: ${message} Pass onError to see every error.`);
  };
}
