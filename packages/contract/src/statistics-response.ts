import type { CostMeasure, MeasureName, TokenKind } from '@token-ledger/core';

/** A whole number; as a decimal string when it is beyond what a JSON number holds exactly (2^53 - 1). */
export type JsonInteger = number | string;

/** What every answer of a query says about itself. */
export interface AnswerNotes {
  /** Everything recorded by then is counted. */
  readonly asOf: string;
  /** False only when a mass backfill is still being rolled up: the hours in `inexactHours` may lag. */
  readonly exact: boolean;
  /** Hours of the range that were summed up from their records for this answer, as they are not rolled up yet. */
  readonly pendingHours: readonly string[];
  readonly inexactHours: readonly string[];
  /** What occurred before never changes again. */
  readonly frozenBefore: string;
}

/** `to` is exclusive. */
export interface RangeResponse {
  readonly from: string;
  readonly to: string;
}

/** The body of `GET /v1/statistics`. */
export interface StatisticsResponse extends AnswerNotes {
  readonly dimension: string;
  readonly id?: string;
  /** Of the access key or user, where one is registered. */
  readonly name?: string;
  readonly period: string;
  readonly range: RangeResponse;
  readonly rows: readonly StatisticsResponseRow[];
  /** Pass as `cursor` for the next page. */
  readonly nextCursor?: string;
}

export interface StatisticsResponseRow extends RangeResponse, MeasuresResponse {
  readonly id: string;
  /** Of the access key or user, where one is registered. */
  readonly name?: string;
}

/** Sums of some usage: every measure that is kept, those of tokens together, and those of cost. */
export type MeasuresResponse = Readonly<
  Record<Exclude<MeasureName, TokenKind | CostMeasure>, JsonInteger>
> & {
  readonly tokens: TokensResponse;
  readonly cost: CostResponse;
  /** Total tokens a request, to two decimal places; null without requests. */
  readonly averageTokensPerRequest: number | null;
};

export type TokensResponse = Readonly<Record<TokenKind, JsonInteger>> & {
  /** Input, output, cache creation and cache read together. */
  readonly total: JsonInteger;
  /** Input and output. */
  readonly effective: JsonInteger;
};

/** What calls cost, as decimal texts of US dollars, exact to the nano-dollar. */
export interface CostResponse {
  /** After discounts. */
  readonly usd: string;
  readonly listUsd: string;
  /** Requests something of which has no price and is in neither sum. */
  readonly unpricedRequests: JsonInteger;
  /** Requests that were priced by an assumption, so that the bill may differ a little. */
  readonly uncertainRequests: JsonInteger;
}

/** The body of `GET /v1/health`. */
export interface HealthResponse {
  /** `lagging`: a closed hour waits for its roll-up longer than it should, or no run completed lately. */
  readonly status: 'ok' | 'lagging';
  readonly asOf: string;
  readonly rollUp: {
    readonly lastCompletedAt?: string;
    /** Hours, days and months that are over and not rolled up yet. */
    readonly pending: { readonly hour: number; readonly day: number; readonly month: number };
    /** How long the oldest of them has been waiting. */
    readonly oldestPendingSeconds: number;
  };
}
