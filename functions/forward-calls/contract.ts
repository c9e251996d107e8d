import * as z from 'zod/mini';
import { flag, text } from '../shared/environment.ts';

/** Whose key calls are made with: see `packages/gateway`. */
export const GATEWAY_MODES = ['vault', 'pass-through'] as const;

export const environment = z.object({
  LEDGER_TABLE: text(),
  LIVE_QUEUE_URL: text(),
  GATEWAY_MODE: z.enum(GATEWAY_MODES),
  /** Where the Messages API is. */
  UPSTREAM_URL: z.url(),
  /** The secret that is Anthropic's key; empty in pass-through mode. */
  ANTHROPIC_KEY_SECRET: z.string(),
  ENFORCE_BUDGETS: flag(),
});
