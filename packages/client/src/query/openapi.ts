/* Generated from the OpenAPI document by `npm run openapi`. Do not edit. */

export interface paths {
    readonly "/v1/usage": {
        readonly parameters: {
        };
        /**
         * Report usage
         * @description Accepts the usage of one API call, or of up to 1,000, and returns the outcome of every record. A call counts once for each access key and name: the first report decides the hour, a later one that knows more completes it, and the same again changes nothing, so after a timeout send it again. A report that contradicts the record is a conflict; both are kept. Prompts and answers are refused and not stored.
         *
         *     An access key needs the scope `ingest` or `ingest:users` or `ingest:any`. Not available to people who sign in.
         */
        readonly post: operations["acceptUsage"];
    };
    readonly "/v1/logs": {
        readonly parameters: {
        };
        /**
         * Log records
         * @description Events `api_request` of Claude Code become records of totals. All other log records, and the bodies of all, are not read.
         *
         *     An access key needs the scope `ingest` or `ingest:users` or `ingest:any`. Not available to people who sign in.
         */
        readonly post: operations["acceptLogs"];
    };
    readonly "/v1/metrics": {
        readonly parameters: {
        };
        /**
         * Metrics
         * @description Taken and not read: metrics count the same tokens as log records.
         *
         *     An access key needs the scope `ingest` or `ingest:users` or `ingest:any`. Not available to people who sign in.
         */
        readonly post: operations["acceptMetrics"];
    };
    readonly "/v1/traces": {
        readonly parameters: {
        };
        /**
         * Spans
         * @description Spans of calls, from a telemetry destination of Anthropic or by the conventions for generative AI. They wait up to 15 minutes and become records of totals unless another access key reported the call.
         *
         *     An access key needs the scope `ingest` or `ingest:users` or `ingest:any`. Not available to people who sign in.
         */
        readonly post: operations["acceptTraces"];
    };
    readonly "/v1/statistics": {
        readonly parameters: {
        };
        /**
         * Statistics
         * @description Usage and cost by hour, day or month. Rows are ordered by time, then id; an id without usage has no row. A range of hours can span 366 days, of days and months 3,660.
         *
         *     An access key needs the scope `read` or `read:own` or `admin`. With `read:own`, the answer covers the usage of the key’s owner only. Available to everyone who signs in; members see their own usage.
         */
        readonly get: operations["getStatistics"];
    };
    readonly "/v1/health": {
        readonly parameters: {
        };
        /**
         * Health
         * @description Freshness, lag, errors and active alarms. Absent if `monitoring.enableHealthCheck` is false.
         *
         *     An access key needs the scope `read` or `admin`. Available to admins and viewers who sign in.
         */
        readonly get: operations["getHealth"];
    };
    readonly "/v1/trends": {
        readonly parameters: {
        };
        /**
         * Trends
         * @description A series without gaps beside the previous range. The default period is hours up to 7 days, days up to 90, months above. At most 2,500 points. `splitBy` adds a series of each of the largest models, features, access keys or users.
         *
         *     An access key needs the scope `read` or `read:own` or `admin`. With `read:own`, the answer covers the usage of the key’s owner only. Available to everyone who signs in; members see their own usage.
         */
        readonly get: operations["getTrends"];
    };
    readonly "/v1/top-consumers": {
        readonly parameters: {
        };
        /**
         * Top consumers
         * @description The exact ranking of users, access keys, models or features over any range.
         *
         *     An access key needs the scope `read` or `read:own` or `admin`. With `read:own`, the answer covers the usage of the key’s owner only. Available to everyone who signs in; members see their own usage.
         */
        readonly get: operations["getTopConsumers"];
    };
    readonly "/v1/overview": {
        readonly parameters: {
        };
        /**
         * Overview
         * @description Totals, active access keys and users, shares of models and features, and changes to the previous range.
         *
         *     An access key needs the scope `read` or `read:own` or `admin`. With `read:own`, the answer covers the usage of the key’s owner only. Available to everyone who signs in; members see their own usage.
         */
        readonly get: operations["getOverview"];
    };
    readonly "/v1/records": {
        readonly parameters: {
        };
        /**
         * Records
         * @description Raw records, while they are kept. All conditions must hold; `from` or `last` is required without `requestId`. Records that arrive while you page neither repeat nor shift others.
         *
         *     An access key needs the scope `read` or `read:own` or `admin`. With `read:own`, the answer covers the usage of the key’s owner only. Available to everyone who signs in; members see their own usage.
         */
        readonly get: operations["getRecords"];
    };
    readonly "/v1/records/{requestId}": {
        readonly parameters: {
        };
        /**
         * One record
         * @description Found by either of its names: request id or message id. Names belong to access keys: if several have a record of this name, the problem `ambiguous_request_id` lists them as `accessKeys`, and `accessKeyId` chooses one. Use `GET /v1/records?requestId=…` for an id with a slash.
         *
         *     An access key needs the scope `read` or `read:own` or `admin`. With `read:own`, the answer covers the usage of the key’s owner only. Available to everyone who signs in; members see their own usage.
         */
        readonly get: operations["getRecord"];
    };
    readonly "/v1/records/lookup": {
        readonly parameters: {
        };
        /**
         * Look names up
         * @description Which calls are counted already, by request ids and message ids, under any access key, and since when usage is accepted: what an import has to know, so that it counts nothing twice. A key without the scopes `ingest:any`, `read` and `admin` sees only whether other keys have a call.
         *
         *     An access key needs the scope `ingest` or `ingest:users` or `ingest:any` or `read` or `admin`. Not available to people who sign in.
         */
        readonly post: operations["lookUpNames"];
    };
    readonly "/v1/aggregations": {
        readonly parameters: {
        };
        /**
         * Roll-up status
         * @description An access key needs the scope `read` or `admin`. Available to admins and viewers who sign in.
         */
        readonly get: operations["getAggregations"];
        /**
         * Roll up a range now
         * @description A day of the reporting time zone, or full hours, at most 400 days. Answers when the hours are recomputed, after 25 seconds at the latest: the rest goes on in the background. Repeating this is harmless.
         *
         *     An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly post: operations["startAggregation"];
    };
    readonly "/v1/quality": {
        readonly parameters: {
        };
        /**
         * Quality
         * @description Completeness and consistency of at most 31 days. If `complete` is false, repeat with `next` as `from` and add the figures.
         *
         *     An access key needs the scope `read` or `admin`. Available to admins and viewers who sign in.
         */
        readonly get: operations["getQuality"];
    };
    readonly "/v1/conflicts": {
        readonly parameters: {
        };
        /**
         * Reports that contradict a record
         * @description Each conflict with both sides: the record, and the report under the same name that names another user, other figures, or another second name. At most 90 days.
         *
         *     An access key needs the scope `admin`. Available to admins who sign in.
         */
        readonly get: operations["listConflicts"];
    };
    readonly "/v1/rebuilds": {
        readonly parameters: {
        };
        /**
         * Rebuild statistics
         * @description Recomputes the statistics of a range from its records: full hours, at most 400 days. Answers stay exact meanwhile.
         *
         *     An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly post: operations["startRebuild"];
    };
    readonly "/v1/rebuilds/{id}": {
        readonly parameters: {
        };
        /**
         * One rebuild
         * @description An access key needs the scope `admin`. Available to admins who sign in.
         */
        readonly get: operations["getRebuild"];
    };
    readonly "/v1/prices": {
        readonly parameters: {
        };
        /**
         * Prices
         * @description An access key needs the scope `read` or `admin`. Available to admins and viewers who sign in.
         */
        readonly get: operations["getPrices"];
        /**
         * Replace all overrides
         * @description They apply to usage that occurs from `appliesFrom` on, the next full hour. Sending the same overrides again changes nothing.
         *
         *     An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly put: operations["putPrices"];
    };
    readonly "/v1/budgets": {
        readonly parameters: {
        };
        /**
         * Budgets
         * @description An access key needs the scope `read` or `admin`. Available to admins and viewers who sign in.
         */
        readonly get: operations["listBudgets"];
        /**
         * Create a budget
         * @description An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly post: operations["createBudget"];
    };
    readonly "/v1/budgets/{id}": {
        readonly parameters: {
        };
        /**
         * One budget
         * @description An access key needs the scope `read` or `admin`. Available to admins and viewers who sign in.
         */
        readonly get: operations["getBudget"];
        /**
         * Change a budget
         * @description An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly put: operations["changeBudget"];
        /**
         * Delete a budget
         * @description An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly delete: operations["deleteBudget"];
    };
    readonly "/v1/me": {
        readonly parameters: {
        };
        /**
         * The caller
         * @description Who the caller is, and which operations the caller may use.
         *
         *     An access key needs the scope `ingest` or `ingest:users` or `ingest:any` or `read:own` or `read` or `admin`. With `read:own`, the answer covers the usage of the key’s owner only. Available to everyone who signs in; members see their own usage.
         */
        readonly get: operations["getMe"];
    };
    readonly "/v1/access-keys": {
        readonly parameters: {
        };
        /**
         * Access keys
         * @description An access key needs the scope `admin`. Available to admins who sign in.
         */
        readonly get: operations["listAccessKeys"];
        /**
         * Create an access key
         * @description An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly post: operations["createAccessKey"];
    };
    readonly "/v1/access-keys/{id}": {
        readonly parameters: {
        };
        /**
         * One access key
         * @description An access key needs the scope `admin`. Available to admins who sign in.
         */
        readonly get: operations["getAccessKey"];
        /**
         * Change or disable an access key
         * @description Replaces all fields: omitted ones are removed. A key can neither disable itself nor remove its own `admin`.
         *
         *     An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly put: operations["updateAccessKey"];
    };
    readonly "/v1/access-keys/{id}/rotate": {
        readonly parameters: {
        };
        /**
         * Rotate an access key
         * @description Creates a new secret. The previous one stays valid for `overlapSeconds`; an older one ends now.
         *
         *     An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly post: operations["rotateAccessKey"];
    };
    readonly "/v1/users": {
        readonly parameters: {
        };
        /**
         * Users
         * @description With `id`, only the user of that id. An id may hold any character, and a path cannot carry every one.
         *
         *     An access key needs the scope `admin`. Available to admins who sign in.
         */
        readonly get: operations["listUsers"];
        /**
         * Change or disable a user of any id
         * @description As `PUT /v1/users/{id}`, for ids that a path cannot carry, such as those with a slash.
         *
         *     An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly put: operations["updateUserByQuery"];
        /**
         * Register a user
         * @description An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly post: operations["createUser"];
    };
    readonly "/v1/users/{id}": {
        readonly parameters: {
        };
        /**
         * One user
         * @description An access key needs the scope `admin`. Available to admins who sign in.
         */
        readonly get: operations["getUser"];
        /**
         * Change or disable a user
         * @description Replaces all fields: omitted ones are removed. History stays.
         *
         *     An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly put: operations["updateUser"];
    };
    readonly "/v1/users/import": {
        readonly parameters: {
        };
        /**
         * Import users from CSV
         * @description Registers and changes users, at most 2,000 rows and 1 MB. The first line names the columns: `id` and `name`, and optionally `email` and `disabled`. A missing column or an empty cell keeps the stored value.
         *
         *     An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly post: operations["importUsers"];
    };
    readonly "/v1/audit": {
        readonly parameters: {
        };
        /**
         * Audit log
         * @description Administrative operations and denied requests over at most 400 days. Entries contain no secrets. With conditions, an answer reads 5,000 entries at most, so it may have few or none and still have `nextCursor`.
         *
         *     An access key needs the scope `admin`. Available to admins who sign in.
         */
        readonly get: operations["getAudit"];
    };
    readonly "/v1/exports": {
        readonly parameters: {
        };
        /**
         * Exports
         * @description An access key needs the scope `read` or `read:own` or `admin`. With `read:own`, the answer covers the usage of the key’s owner only. Available to everyone who signs in; members see their own usage.
         */
        readonly get: operations["listExports"];
        /**
         * Start an export
         * @description Writes records, statistics or both as CSV, NDJSON, xlsx or FOCUS files in the background.
         *
         *     An access key needs the scope `read` or `read:own` or `admin`. With `read:own`, the answer covers the usage of the key’s owner only. Available to everyone who signs in; members see their own usage. Every request leaves an audit entry.
         */
        readonly post: operations["createExport"];
    };
    readonly "/v1/exports/{id}": {
        readonly parameters: {
        };
        /**
         * One export
         * @description Returns the progress and the files. Links of a finished export are valid for 15 minutes; each request returns new ones.
         *
         *     An access key needs the scope `read` or `read:own` or `admin`. With `read:own`, the answer covers the usage of the key’s owner only. Available to everyone who signs in; members see their own usage.
         */
        readonly get: operations["getExport"];
        /**
         * Cancel or delete an export
         * @description An access key needs the scope `read` or `read:own` or `admin`. With `read:own`, the answer covers the usage of the key’s owner only. Available to everyone who signs in; members see their own usage. Every request leaves an audit entry.
         */
        readonly delete: operations["deleteExport"];
    };
    readonly "/v1/reports": {
        readonly parameters: {
        };
        /**
         * Reports
         * @description An access key needs the scope `read` or `admin`. Available to admins and viewers who sign in.
         */
        readonly get: operations["listReports"];
        /**
         * Save a report
         * @description The fields are those of an export, with a range that moves with time instead of `from` and `to`.
         *
         *     An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly post: operations["createReport"];
    };
    readonly "/v1/reports/{id}": {
        readonly parameters: {
        };
        /**
         * One report
         * @description An access key needs the scope `read` or `admin`. Available to admins and viewers who sign in.
         */
        readonly get: operations["getReport"];
        /**
         * Change a report
         * @description An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly put: operations["changeReport"];
        /**
         * Delete a report
         * @description The exports of its runs stay, and their files until they expire.
         *
         *     An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly delete: operations["deleteReport"];
    };
    readonly "/v1/reports/{id}/runs": {
        readonly parameters: {
        };
        /**
         * Runs of a report
         * @description An access key needs the scope `read` or `admin`. Available to admins and viewers who sign in.
         */
        readonly get: operations["listReportRuns"];
        /**
         * Run a report now
         * @description An access key needs the scope `read` or `admin`. Available to admins and viewers who sign in. Every request leaves an audit entry.
         */
        readonly post: operations["runReport"];
    };
    readonly "/v1/reports/{id}/runs/{runId}": {
        readonly parameters: {
        };
        /**
         * One run of a report
         * @description An access key needs the scope `read` or `admin`. Available to admins and viewers who sign in.
         */
        readonly get: operations["getReportRun"];
    };
    readonly "/v1/failed-messages": {
        readonly parameters: {
        };
        /**
         * Failed messages
         * @description All dead letters, the oldest first, then quarantined records, the latest day first.
         *
         *     An access key needs the scope `admin`. Available to admins who sign in.
         */
        readonly get: operations["listFailedMessages"];
    };
    readonly "/v1/failed-messages/{id}": {
        readonly parameters: {
        };
        /**
         * One failed message
         * @description An access key needs the scope `admin`. Available to admins who sign in.
         */
        readonly get: operations["getFailedMessage"];
        /**
         * Delete a failed message
         * @description An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly delete: operations["deleteFailedMessage"];
    };
    readonly "/v1/failed-messages/{id}/retry": {
        readonly parameters: {
        };
        /**
         * Retry a failed message
         * @description Sends the message to its queue again. Repeating this counts nothing twice.
         *
         *     An access key needs the scope `admin`. Available to admins who sign in. Every request leaves an audit entry.
         */
        readonly post: operations["retryFailedMessage"];
    };
    readonly "/v1/openapi.json": {
        readonly parameters: {
        };
        /**
         * OpenAPI document
         * @description Needs no credentials.
         */
        readonly get: operations["getOpenApi"];
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly UsageRequest: components["schemas"]["SingleUsageRecordInput"] | components["schemas"]["UsageBatchInput"];
        readonly UsageRecordInput: {
            /** @description The name under which the call counts once: best the `request-id` of Anthropic’s response. Needed, unless there is a `messageId`, a `message.id` or an `Idempotency-Key`. */
            readonly requestId?: string | null;
            /** @description The id of Anthropic’s message, beside `usage`. A report with both names ties them: reports under either are one call. */
            readonly messageId?: string | null;
            /** @description When the call was made: ISO 8601 with its offset from UTC, or milliseconds since the epoch. Default: when it is received. */
            readonly occurredAt?: (string | number) | null;
            /** @description The access key that the call was made for. Default: that of the caller. */
            readonly accessKeyId?: string | null;
            /** @description The user that the call was made for. Default: the owner of the caller’s access key. */
            readonly userId?: string | null;
            /** @description As Anthropic names it. Needed, unless `message` or `events` name it. */
            readonly model?: string | null;
            /** @description What the call was for. */
            readonly feature?: string | null;
            /** @description What was called. */
            readonly endpoint?: string | null;
            /** @description How the call ended. */
            readonly stopReason?: string | null;
            /** @description As requested. */
            readonly temperature?: number | null;
            /** @description As requested. */
            readonly maxTokens?: number | null;
            /** @description Default: `ok`. `error`: a failed call, which may be without `usage`. `partial`: the figures so far; a later report completes them. */
            readonly status?: ("ok" | "error" | "partial") | null;
            /** @description Who pays. Calls that a `user_profile` pays for count, and cost nothing. Default: `organization`. */
            readonly billedTo?: ("organization" | "user_profile") | null;
            /** @description `totals`: the counters are right, and what else decides the price is unknown; a later report completes it. */
            readonly detail?: "totals" | null;
            /** @description How the call was captured. Default: `direct`. */
            readonly source?: ("direct" | "client" | "gateway" | "claude_code" | "anthropic_span" | "span" | "transcript" | "batch_results" | "litellm" | "langfuse" | "symfony" | "import") | null;
            /** @description Anthropic’s usage object, unchanged. At least one of the four counters of tokens, unless `status` is `error`. */
            readonly usage?: components["schemas"]["AnthropicUsage"] | null;
            /** @description Anthropic’s whole message, in place of `usage`, `model` and `stopReason`. Its content is dropped. */
            readonly message?: components["schemas"]["AnthropicMessage"] | null;
            /** @description The events of a stream in their order, in place of `usage`, `stopReason`, `status` and, with a `message_start`, `model`. Their content is dropped. */
            readonly events?: readonly ({
                readonly type: string;
                readonly message?: components["schemas"]["AnthropicMessage"] | null;
                readonly delta?: {
                    readonly stop_reason?: string | null;
                } | null;
                readonly usage?: components["schemas"]["AnthropicUsage"] | null;
            } | null)[] | null;
            /** @description Labels of your own. Names and texts that could be content are refused. */
            readonly metadata?: components["schemas"]["Metadata"] | null;
        };
        readonly SingleUsageRecordInput: {
            /** @description The name under which the call counts once: best the `request-id` of Anthropic’s response. Needed, unless there is a `messageId`, a `message.id` or an `Idempotency-Key`. */
            readonly requestId?: string | null;
            /** @description The id of Anthropic’s message, beside `usage`. A report with both names ties them: reports under either are one call. */
            readonly messageId?: string | null;
            /** @description When the call was made: ISO 8601 with its offset from UTC, or milliseconds since the epoch. Default: when it is received. */
            readonly occurredAt?: (string | number) | null;
            /** @description The access key that the call was made for. Default: that of the caller. */
            readonly accessKeyId?: string | null;
            /** @description The user that the call was made for. Default: the owner of the caller’s access key. */
            readonly userId?: string | null;
            /** @description As Anthropic names it. Needed, unless `message` or `events` name it. */
            readonly model?: string | null;
            /** @description What the call was for. */
            readonly feature?: string | null;
            /** @description What was called. */
            readonly endpoint?: string | null;
            /** @description How the call ended. */
            readonly stopReason?: string | null;
            /** @description As requested. */
            readonly temperature?: number | null;
            /** @description As requested. */
            readonly maxTokens?: number | null;
            /** @description Default: `ok`. `error`: a failed call, which may be without `usage`. `partial`: the figures so far; a later report completes them. */
            readonly status?: ("ok" | "error" | "partial") | null;
            /** @description Who pays. Calls that a `user_profile` pays for count, and cost nothing. Default: `organization`. */
            readonly billedTo?: ("organization" | "user_profile") | null;
            /** @description `totals`: the counters are right, and what else decides the price is unknown; a later report completes it. */
            readonly detail?: "totals" | null;
            /** @description How the call was captured. Default: `direct`. */
            readonly source?: ("direct" | "client" | "gateway" | "claude_code" | "anthropic_span" | "span" | "transcript" | "batch_results" | "litellm" | "langfuse" | "symfony" | "import") | null;
            /** @description Anthropic’s usage object, unchanged. At least one of the four counters of tokens, unless `status` is `error`. */
            readonly usage?: components["schemas"]["AnthropicUsage"] | null;
            /** @description Anthropic’s whole message, in place of `usage`, `model` and `stopReason`. Its content is dropped. */
            readonly message?: components["schemas"]["AnthropicMessage"] | null;
            /** @description The events of a stream in their order, in place of `usage`, `stopReason`, `status` and, with a `message_start`, `model`. Their content is dropped. */
            readonly events?: readonly ({
                readonly type: string;
                readonly message?: components["schemas"]["AnthropicMessage"] | null;
                readonly delta?: {
                    readonly stop_reason?: string | null;
                } | null;
                readonly usage?: components["schemas"]["AnthropicUsage"] | null;
            } | null)[] | null;
            /** @description Labels of your own. Names and texts that could be content are refused. */
            readonly metadata?: components["schemas"]["Metadata"] | null;
            /** @description `live`, the default, or `bulk` for backfill, which does not delay live usage. As a number, 5 to 9 are `live`, 0 to 4 `bulk`. */
            readonly priority?: ("live" | "bulk") | number;
        };
        readonly UsageBatchInput: {
            /** @description Each fails alone. */
            readonly records: readonly components["schemas"]["UsageRecordInput"][];
            /** @description `live`, the default, or `bulk` for backfill, which does not delay live usage. As a number, 5 to 9 are `live`, 0 to 4 `bulk`. */
            readonly priority?: ("live" | "bulk") | number;
        };
        readonly AnthropicUsage: {
            readonly input_tokens?: number | null;
            readonly output_tokens?: number | null;
            readonly cache_creation_input_tokens?: number | null;
            readonly cache_read_input_tokens?: number | null;
            readonly cache_creation?: {
                readonly ephemeral_5m_input_tokens?: number | null;
                readonly ephemeral_1h_input_tokens?: number | null;
            } | null;
            readonly output_tokens_details?: {
                readonly thinking_tokens?: number | null;
            } | null;
            readonly server_tool_use?: {
                readonly web_search_requests?: number | null;
                readonly web_fetch_requests?: number | null;
            } | null;
            readonly service_tier?: string | null;
            readonly inference_geo?: string | null;
            readonly speed?: string | null;
            readonly iterations?: readonly {
                readonly type: string;
                readonly model?: string | null;
                readonly input_tokens?: number | null;
                readonly output_tokens?: number | null;
                readonly cache_creation_input_tokens?: number | null;
                readonly cache_read_input_tokens?: number | null;
                readonly cache_creation?: {
                    readonly ephemeral_5m_input_tokens?: number | null;
                    readonly ephemeral_1h_input_tokens?: number | null;
                } | null;
            }[] | null;
            readonly fallback_credit?: {
                readonly status?: {
                    readonly type?: string | null;
                } | null;
            } | null;
        };
        readonly AnthropicMessage: {
            readonly id?: string | null;
            readonly model: string;
            readonly stop_reason?: string | null;
            readonly usage: components["schemas"]["AnthropicUsage"];
        };
        readonly Metadata: {
            readonly [key: string]: string;
        };
        readonly TelemetryRequest: {
            readonly [key: string]: unknown;
        };
        readonly RecordLookupRequest: {
            /** @description Request ids and message ids. */
            readonly names: readonly string[];
        };
        readonly AggregationRequest: {
            /**
             * Format: date-time
             * @description In place of `date`: the start, ISO 8601 with its offset from UTC, a full hour.
             */
            readonly from?: string;
            /**
             * Format: date-time
             * @description The end, exclusive, ISO 8601 with its offset from UTC, a full hour.
             */
            readonly to?: string;
            /** @description A day of the reporting time zone: `today`, `yesterday`, or a date. */
            readonly date?: ("today" | "yesterday") | string;
        };
        readonly RebuildRequest: {
            /**
             * Format: date-time
             * @description The start, ISO 8601 with its offset from UTC, a full hour.
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description The end, exclusive, ISO 8601 with its offset from UTC, a full hour; not beyond the hour under way.
             */
            readonly to: string;
            /**
             * @description Default: false, statistics can only increase. True only after a correction of the records: statistics may decrease.
             * @default false
             */
            readonly repair?: boolean;
        };
        readonly PricesRequest: {
            readonly overrides: readonly {
                readonly model: string;
                readonly effectiveFrom?: string;
                readonly effectiveTo?: string;
                readonly listPrices?: {
                    readonly input: unknown;
                    readonly output: unknown;
                    readonly cacheCreation5m?: unknown;
                    readonly cacheCreation1h?: unknown;
                    readonly cacheRead?: unknown;
                    readonly above?: {
                        readonly input: unknown;
                        readonly output: unknown;
                        readonly cacheCreation5m?: unknown;
                        readonly cacheCreation1h?: unknown;
                        readonly cacheRead?: unknown;
                        readonly promptTokens: number;
                    };
                    readonly fast?: {
                        readonly input: unknown;
                        readonly output: unknown;
                    };
                    readonly usSurcharge?: boolean;
                    readonly bedrockSurcharge?: boolean;
                    readonly force?: boolean;
                };
                readonly prices?: {
                    readonly input: unknown;
                    readonly output: unknown;
                    readonly cacheCreation5m?: unknown;
                    readonly cacheCreation1h?: unknown;
                    readonly cacheRead?: unknown;
                    readonly above?: {
                        readonly input: unknown;
                        readonly output: unknown;
                        readonly cacheCreation5m?: unknown;
                        readonly cacheCreation1h?: unknown;
                        readonly cacheRead?: unknown;
                        readonly promptTokens: number;
                    };
                    readonly fast?: {
                        readonly input: unknown;
                        readonly output: unknown;
                    };
                    readonly usSurcharge?: boolean;
                    readonly bedrockSurcharge?: boolean;
                    readonly force?: boolean;
                };
                readonly discountBasisPoints?: number;
            }[];
            readonly expectedRevision?: number;
        };
        readonly BudgetRequest: {
            readonly name: string;
            readonly scope: {
                /** @enum {string} */
                readonly dimension: "all" | "access_key" | "user" | "model" | "feature";
                readonly id?: string;
            };
            /** @enum {string} */
            readonly period: "daily" | "weekly" | "monthly";
            /** @enum {string} */
            readonly unit: "USD" | "tokens";
            readonly amount: string;
            readonly thresholds: readonly number[];
            readonly webhook?: {
                /** Format: uri */
                readonly url: string;
                /** @default false */
                readonly rotateSecret?: boolean;
            };
        };
        readonly CreateAccessKeyRequest: {
            readonly name: string;
            readonly scopes: readonly ("ingest" | "ingest:users" | "ingest:any" | "read:own" | "read" | "admin")[];
            readonly ownerUserId?: string;
        };
        readonly UpdateAccessKeyRequest: {
            readonly name: string;
            readonly scopes: readonly ("ingest" | "ingest:users" | "ingest:any" | "read:own" | "read" | "admin")[];
            readonly ownerUserId?: string;
            readonly disabled: boolean;
        };
        readonly RotateAccessKeyRequest: {
            /** @default 86400 */
            readonly overlapSeconds?: number;
        };
        readonly CreateUserRequest: {
            readonly id: string;
            readonly name: string;
            /** Format: email */
            readonly email?: string;
        };
        readonly UpdateUserRequest: {
            readonly name: string;
            /** Format: email */
            readonly email?: string;
            readonly disabled: boolean;
        };
        readonly ExportRequest: {
            readonly what?: readonly ("records" | "statistics")[];
            /**
             * @default csv
             * @enum {string}
             */
            readonly format?: "csv" | "ndjson" | "xlsx" | "focus";
            /** Format: date-time */
            readonly from: string;
            /** Format: date-time */
            readonly to?: string;
            /** @enum {string} */
            readonly period?: "hour" | "day" | "month";
            /** @enum {string} */
            readonly dimension?: "all" | "access_key" | "user";
            readonly recordFields?: readonly ("requestId" | "occurredAt" | "receivedAt" | "accessKeyId" | "accessKeyName" | "userId" | "userName" | "model" | "feature" | "status" | "endpoint" | "stopReason" | "serviceTier" | "inferenceGeo" | "speed" | "temperature" | "maxTokens" | "inputTokens" | "outputTokens" | "cacheCreation5mTokens" | "cacheCreation1hTokens" | "cacheCreationUnattributedTokens" | "cacheReadTokens" | "totalTokens" | "effectiveTokens" | "reportedTokens" | "thinkingTokens" | "webSearchRequests" | "webFetchRequests" | "fallbackCredit" | "billedTo" | "costUsd" | "listCostUsd" | "unpriced" | "uncertain" | "metadata" | "source")[];
            readonly statisticsFields?: readonly ("from" | "to" | "id" | "name" | "model" | "feature" | "requests" | "errors" | "inputTokens" | "outputTokens" | "cacheCreation5mTokens" | "cacheCreation1hTokens" | "cacheCreationUnattributedTokens" | "cacheReadTokens" | "totalTokens" | "effectiveTokens" | "reportedTokens" | "costUsd" | "listCostUsd" | "unpricedRequests" | "uncertainRequests" | "billedElsewhereRequests")[];
            /** @default {} */
            readonly filter?: {
                readonly accessKeyId?: string;
                readonly userId?: string;
                readonly models?: readonly string[];
                readonly features?: readonly string[];
                readonly statuses?: readonly ("ok" | "error" | "partial")[];
                readonly minTokens?: number;
                readonly maxTokens?: number;
                readonly minRequests?: number;
                readonly maxRequests?: number;
            };
            /** @default false */
            readonly gzip?: boolean;
            /** @default false */
            readonly byteOrderMark?: boolean;
            readonly billingAccountId?: string;
            readonly billingAccountName?: string;
        };
        readonly ReportRequest: {
            readonly title: string;
            /** @enum {string} */
            readonly range: "today" | "yesterday" | "this_week" | "last_week" | "this_month" | "last_month" | "this_quarter" | "last_quarter" | "this_year" | "last_year" | "last_7_days" | "last_30_days" | "last_90_days" | "last_365_days";
            readonly schedule?: {
                /** @enum {string} */
                readonly frequency: "daily" | "weekly" | "monthly";
                readonly time: string;
                /** @enum {string} */
                readonly weekday?: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
                readonly dayOfMonth?: number;
            };
            /**
             * @default {
             *       "topic": false
             *     }
             */
            readonly delivery?: {
                /** @default false */
                readonly topic?: boolean;
                readonly webhook?: {
                    /** Format: uri */
                    readonly url: string;
                    /** @default false */
                    readonly rotateSecret?: boolean;
                };
            };
            readonly what?: readonly ("records" | "statistics")[];
            /**
             * @default csv
             * @enum {string}
             */
            readonly format?: "csv" | "ndjson" | "xlsx" | "focus";
            /** @enum {string} */
            readonly period?: "hour" | "day" | "month";
            /** @enum {string} */
            readonly dimension?: "all" | "access_key" | "user";
            readonly recordFields?: readonly ("requestId" | "occurredAt" | "receivedAt" | "accessKeyId" | "accessKeyName" | "userId" | "userName" | "model" | "feature" | "status" | "endpoint" | "stopReason" | "serviceTier" | "inferenceGeo" | "speed" | "temperature" | "maxTokens" | "inputTokens" | "outputTokens" | "cacheCreation5mTokens" | "cacheCreation1hTokens" | "cacheCreationUnattributedTokens" | "cacheReadTokens" | "totalTokens" | "effectiveTokens" | "reportedTokens" | "thinkingTokens" | "webSearchRequests" | "webFetchRequests" | "fallbackCredit" | "billedTo" | "costUsd" | "listCostUsd" | "unpriced" | "uncertain" | "metadata" | "source")[];
            readonly statisticsFields?: readonly ("from" | "to" | "id" | "name" | "model" | "feature" | "requests" | "errors" | "inputTokens" | "outputTokens" | "cacheCreation5mTokens" | "cacheCreation1hTokens" | "cacheCreationUnattributedTokens" | "cacheReadTokens" | "totalTokens" | "effectiveTokens" | "reportedTokens" | "costUsd" | "listCostUsd" | "unpricedRequests" | "uncertainRequests" | "billedElsewhereRequests")[];
            /** @default {} */
            readonly filter?: {
                readonly accessKeyId?: string;
                readonly userId?: string;
                readonly models?: readonly string[];
                readonly features?: readonly string[];
                readonly statuses?: readonly ("ok" | "error" | "partial")[];
                readonly minTokens?: number;
                readonly maxTokens?: number;
                readonly minRequests?: number;
                readonly maxRequests?: number;
            };
            /** @default false */
            readonly gzip?: boolean;
            /** @default false */
            readonly byteOrderMark?: boolean;
            readonly billingAccountId?: string;
            readonly billingAccountName?: string;
        };
        readonly Problem: {
            readonly type: string;
            readonly title: string;
            readonly status: number;
            /** @enum {string} */
            readonly code: "invalid_request" | "range_too_large" | "invalid_json" | "invalid_encoding" | "invalid_record" | "too_old" | "too_many_tokens" | "missing_credentials" | "invalid_credentials" | "expired_credentials" | "disabled_access_key" | "insufficient_scope" | "insufficient_role" | "not_permitted" | "disabled" | "access_key_not_found" | "user_not_found" | "not_visible" | "record_not_found" | "export_not_found" | "rebuild_not_found" | "prices_changed" | "report_not_found" | "run_not_found" | "conflict" | "ambiguous_request_id" | "too_many_reports" | "report_changed" | "report_running" | "budget_not_found" | "failed_message_not_found" | "failed_message_busy" | "not_recordable" | "too_many_budgets" | "budget_changed" | "own_access_key" | "user_exists" | "changed_meanwhile" | "range_frozen" | "rebuild_running" | "too_complex" | "body_too_large" | "too_many_records" | "unsupported_media_type" | "unsupported_content_encoding" | "idempotency_key_reused" | "rate_limited" | "internal_error" | "not_stored";
            readonly detail: string;
            readonly requestId: string;
            readonly retryable: boolean;
            readonly errors?: readonly components["schemas"]["FieldProblem"][];
        } & {
            readonly [key: string]: unknown;
        };
        readonly FieldProblem: {
            readonly path: string;
            /** @enum {string} */
            readonly code: "required" | "wrong_type" | "out_of_range" | "invalid_length" | "invalid_characters" | "invalid_format" | "not_allowed" | "reserved_value" | "unknown_field" | "content_refused" | "secret_refused" | "conflicting_fields" | "overlapping_days" | "unusual_order" | "inconsistent_counts" | "missing_identity" | "not_permitted" | "disabled" | "too_old" | "too_many_tokens" | "too_many_problems";
            readonly message: string;
        };
        readonly AcceptedUsage: {
            readonly totalItems: number;
            readonly accepted: number;
            readonly conflicts: number;
            readonly rejected: number;
            readonly failed: number;
            readonly results: readonly components["schemas"]["RecordResult"][];
        };
        readonly RecordResult: {
            readonly index: number;
            readonly requestId?: string;
            readonly metadata?: {
                readonly [key: string]: string;
            };
            /** @enum {string} */
            readonly status: "accepted" | "conflict" | "rejected" | "failed";
            /** @enum {string} */
            readonly code?: "invalid_record" | "not_permitted" | "disabled" | "too_old" | "too_many_tokens" | "conflict" | "not_stored";
            /** @enum {string} */
            readonly reason?: "user" | "figures" | "names";
            readonly retryable?: boolean;
            readonly errors?: readonly components["schemas"]["FieldProblem"][];
        };
        readonly TelemetryAnswer: {
            readonly partialSuccess?: {
                readonly rejectedLogRecords?: string;
                readonly rejectedSpans?: string;
                readonly errorMessage: string;
            };
        };
        readonly Range: {
            /**
             * Format: date-time
             * @description The start.
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description The end, exclusive.
             */
            readonly to: string;
        };
        /** @description Disjoint counters, and two sums of them. */
        readonly Tokens: {
            /** @description Uncached prompt tokens. */
            readonly input: number | string;
            /** @description All output tokens, including thinking. */
            readonly output: number | string;
            /** @description Written to the prompt cache with a time-to-live of five minutes. */
            readonly cacheCreation5m: number | string;
            /** @description Written to the prompt cache with a time-to-live of one hour. */
            readonly cacheCreation1h: number | string;
            /** @description Written to the prompt cache with a time-to-live that the response did not report. */
            readonly cacheCreationUnattributed: number | string;
            /** @description Read from the prompt cache. */
            readonly cacheRead: number | string;
            /** @description Input, output, cache creation and cache read together. */
            readonly total: number | string;
            /** @description Input and output. */
            readonly effective: number | string;
        };
        /** @description Billed tokens: disjoint counters, two sums of them, and what was reported of them. */
        readonly BilledTokens: {
            /** @description Uncached prompt tokens. */
            readonly input: number | string;
            /** @description All output tokens, including thinking. */
            readonly output: number | string;
            /** @description Written to the prompt cache with a time-to-live of five minutes. */
            readonly cacheCreation5m: number | string;
            /** @description Written to the prompt cache with a time-to-live of one hour. */
            readonly cacheCreation1h: number | string;
            /** @description Written to the prompt cache with a time-to-live that the response did not report. */
            readonly cacheCreationUnattributed: number | string;
            /** @description Read from the prompt cache. */
            readonly cacheRead: number | string;
            /** @description Input, output, cache creation and cache read together. */
            readonly total: number | string;
            /** @description Input and output. */
            readonly effective: number | string;
            /** @description The total by the counters of the responses alone, without what compaction, advisors and declined attempts used. */
            readonly reported: number | string;
        };
        /** @description The cost of the calls, in US dollars as decimal texts, exact to the nano-dollar. */
        readonly Cost: {
            /** @description After discounts. */
            readonly usd: string;
            /** @description Before discounts. */
            readonly listUsd: string;
            /** @description Requests something of which has no price and is in neither sum. */
            readonly unpricedRequests: number | string;
            /** @description Requests priced by an assumption, so that the bill may differ a little. */
            readonly uncertainRequests: number | string;
            /** @description Requests that another organization pays for; in neither sum. */
            readonly billedElsewhereRequests: number | string;
        };
        readonly Measures: {
            /** @description Calls, including failed ones. */
            readonly requests: number | string;
            /** @description Calls that failed. */
            readonly errors: number | string;
            readonly tokens: components["schemas"]["BilledTokens"];
            readonly cost: components["schemas"]["Cost"];
            /** @description Total tokens a request, to two decimal places; null without requests, as of a model that worked only on requests of others. */
            readonly averageTokensPerRequest: number | null;
            /** @description Cache reads, divided by input, cache creation and cache reads together; null without prompt tokens. */
            readonly cacheHitRate: number | null;
        };
        readonly RangeTotals: {
            /**
             * Format: date-time
             * @description The start.
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description The end, exclusive.
             */
            readonly to: string;
            /** @description Calls, including failed ones. */
            readonly requests: number | string;
            /** @description Calls that failed. */
            readonly errors: number | string;
            readonly tokens: components["schemas"]["BilledTokens"];
            readonly cost: components["schemas"]["Cost"];
            /** @description Total tokens a request, to two decimal places; null without requests, as of a model that worked only on requests of others. */
            readonly averageTokensPerRequest: number | null;
            /** @description Cache reads, divided by input, cache creation and cache reads together; null without prompt tokens. */
            readonly cacheHitRate: number | null;
        };
        readonly Statistics: {
            /**
             * @description Whose usage it is, or how the rows are split.
             * @enum {string}
             */
            readonly dimension: "all" | "access_key" | "user";
            /** @description The access key or user, if one was requested. */
            readonly id?: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly name?: string;
            /** @description Beside `id`: only usage through this access key. */
            readonly accessKeyId?: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly accessKeyName?: string;
            /** @description Beside `id`: only usage for this user. */
            readonly userId?: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly userName?: string;
            /** @enum {string} */
            readonly period: "hour" | "day" | "month";
            readonly range: components["schemas"]["Range"];
            /**
             * Format: date-time
             * @description Everything recorded by then is counted.
             */
            readonly asOf: string;
            /** @description False only while a mass backfill is being rolled up: the hours in `inexactHours` may lag. */
            readonly exact: boolean;
            /** @description Hours of the range that are not rolled up yet and were summed from their records. */
            readonly pendingHours: readonly string[];
            /** @description Hours of the range that may lag. */
            readonly inexactHours: readonly string[];
            /**
             * Format: date-time
             * @description Usage before this instant never changes again.
             */
            readonly frozenBefore: string;
            /** @description One for each period and id with usage, by time, then id. */
            readonly rows: readonly components["schemas"]["StatisticsRow"][];
            /** @description Pass as `cursor`, with the other parameters unchanged, for the next page. Absent on the last page. */
            readonly nextCursor?: string;
        };
        readonly StatisticsRow: {
            /**
             * Format: date-time
             * @description The start.
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description The end, exclusive.
             */
            readonly to: string;
            /** @description The access key or user; `-` for records without a user, and for dimension `all`. */
            readonly id: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly name?: string;
            /** @description Calls, including failed ones. */
            readonly requests: number | string;
            /** @description Calls that failed. */
            readonly errors: number | string;
            readonly tokens: components["schemas"]["BilledTokens"];
            readonly cost: components["schemas"]["Cost"];
            /** @description Total tokens a request, to two decimal places; null without requests, as of a model that worked only on requests of others. */
            readonly averageTokensPerRequest: number | null;
            /** @description Cache reads, divided by input, cache creation and cache reads together; null without prompt tokens. */
            readonly cacheHitRate: number | null;
        };
        readonly Trends: {
            /**
             * @description Whose usage it is, or how the rows are split.
             * @enum {string}
             */
            readonly dimension: "all" | "access_key" | "user";
            /** @description The access key or user, if one was requested. */
            readonly id?: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly name?: string;
            /** @description Beside `id`: only usage through this access key. */
            readonly accessKeyId?: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly accessKeyName?: string;
            /** @description Beside `id`: only usage for this user. */
            readonly userId?: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly userName?: string;
            /** @enum {string} */
            readonly period: "hour" | "day" | "month";
            readonly range: components["schemas"]["Range"];
            /**
             * Format: date-time
             * @description Everything recorded by then is counted.
             */
            readonly asOf: string;
            /** @description False only while a mass backfill is being rolled up: the hours in `inexactHours` may lag. */
            readonly exact: boolean;
            /** @description Hours of the range that are not rolled up yet and were summed from their records. */
            readonly pendingHours: readonly string[];
            /** @description Hours of the range that may lag. */
            readonly inexactHours: readonly string[];
            /**
             * Format: date-time
             * @description Usage before this instant never changes again.
             */
            readonly frozenBefore: string;
            /** @description The range it is compared with; null if its usage is no longer kept. */
            readonly previousRange: components["schemas"]["Range"] | null;
            /** @description One for each period of the range, in order, including periods without usage. */
            readonly points: readonly components["schemas"]["TrendPoint"][];
            readonly split?: components["schemas"]["TrendSplit"];
        };
        readonly TrendPoint: {
            /**
             * Format: date-time
             * @description The start.
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description The end, exclusive.
             */
            readonly to: string;
            /** @description Calls, including failed ones. */
            readonly requests: number | string;
            /** @description Calls that failed. */
            readonly errors: number | string;
            readonly tokens: components["schemas"]["BilledTokens"];
            readonly cost: components["schemas"]["Cost"];
            /** @description Total tokens a request, to two decimal places; null without requests, as of a model that worked only on requests of others. */
            readonly averageTokensPerRequest: number | null;
            /** @description Cache reads, divided by input, cache creation and cache reads together; null without prompt tokens. */
            readonly cacheHitRate: number | null;
            /** @description The matching period of the previous range; null if there is none. */
            readonly previous: components["schemas"]["RangeTotals"] | null;
        };
        readonly TrendSplit: {
            /**
             * @description What the series are of.
             * @enum {string}
             */
            readonly by: "access_key" | "user" | "model" | "feature";
            /**
             * @description The measure by which the series are the largest.
             * @enum {string}
             */
            readonly sort: "total" | "effective" | "requests" | "errors" | "input" | "output" | "cacheCreation5m" | "cacheCreation1h" | "cacheCreationUnattributed" | "cacheRead" | "cost" | "discount" | "unpricedRequests" | "uncertainRequests" | "billedElsewhereRequests";
            /** @description How many have usage in the range, including those without a series of their own. */
            readonly count: number | string;
            /** @description The largest first; the rest of `points` is of all others. */
            readonly series: readonly components["schemas"]["TrendSeries"][];
        };
        readonly TrendSeries: {
            /** @description The access key, user, model or feature. */
            readonly id: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly name?: string;
            /** @description From 0 to 1, rounded down to six decimal places; null if the whole is 0. */
            readonly share: number | null;
            /** @description Calls, including failed ones. */
            readonly requests: number | string;
            /** @description Calls that failed. */
            readonly errors: number | string;
            readonly tokens: components["schemas"]["BilledTokens"];
            readonly cost: components["schemas"]["Cost"];
            /** @description Total tokens a request, to two decimal places; null without requests, as of a model that worked only on requests of others. */
            readonly averageTokensPerRequest: number | null;
            /** @description Cache reads, divided by input, cache creation and cache reads together; null without prompt tokens. */
            readonly cacheHitRate: number | null;
            /** @description One for each of the `points` beside it. */
            readonly points: readonly components["schemas"]["Measures"][];
        };
        readonly TopConsumers: {
            /**
             * @description What is ranked.
             * @enum {string}
             */
            readonly dimension: "access_key" | "user" | "model" | "feature";
            /**
             * @description The measure to rank by.
             * @enum {string}
             */
            readonly sort: "total" | "effective" | "requests" | "errors" | "input" | "output" | "cacheCreation5m" | "cacheCreation1h" | "cacheCreationUnattributed" | "cacheRead" | "cost" | "discount" | "unpricedRequests" | "uncertainRequests" | "billedElsewhereRequests";
            readonly range: components["schemas"]["Range"];
            /**
             * Format: date-time
             * @description Everything recorded by then is counted.
             */
            readonly asOf: string;
            /** @description False only while a mass backfill is being rolled up: the hours in `inexactHours` may lag. */
            readonly exact: boolean;
            /** @description Hours of the range that are not rolled up yet and were summed from their records. */
            readonly pendingHours: readonly string[];
            /** @description Hours of the range that may lag. */
            readonly inexactHours: readonly string[];
            /**
             * Format: date-time
             * @description Usage before this instant never changes again.
             */
            readonly frozenBefore: string;
            /** @description The usage of all, including those below the thresholds or beyond the limit. */
            readonly totals: components["schemas"]["Measures"];
            /** @description How many reach both thresholds, including those beyond the limit. */
            readonly matching: number | string;
            /** @description How many used anything, also below the thresholds. Usage that names no user, or no feature, is that of none. */
            readonly active: number;
            /** @description The largest first. */
            readonly consumers: readonly components["schemas"]["Consumer"][];
        };
        readonly Consumer: {
            /** @description From 1; ties are ordered by id. */
            readonly rank: number;
            /** @description The access key, user, model or feature. */
            readonly id: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly name?: string;
            /** @description From 0 to 1, rounded down to six decimal places; null if the whole is 0. */
            readonly share: number | null;
            /** @description Calls, including failed ones. */
            readonly requests: number | string;
            /** @description Calls that failed. */
            readonly errors: number | string;
            readonly tokens: components["schemas"]["BilledTokens"];
            readonly cost: components["schemas"]["Cost"];
            /** @description Total tokens a request, to two decimal places; null without requests, as of a model that worked only on requests of others. */
            readonly averageTokensPerRequest: number | null;
            /** @description Cache reads, divided by input, cache creation and cache reads together; null without prompt tokens. */
            readonly cacheHitRate: number | null;
        };
        readonly Share: {
            /** @description The access key, user, model or feature. */
            readonly id: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly name?: string;
            /** @description From 0 to 1, rounded down to six decimal places; null if the whole is 0. */
            readonly share: number | null;
            /** @description Calls, including failed ones. */
            readonly requests: number | string;
            /** @description Calls that failed. */
            readonly errors: number | string;
            readonly tokens: components["schemas"]["BilledTokens"];
            readonly cost: components["schemas"]["Cost"];
            /** @description Total tokens a request, to two decimal places; null without requests, as of a model that worked only on requests of others. */
            readonly averageTokensPerRequest: number | null;
            /** @description Cache reads, divided by input, cache creation and cache reads together; null without prompt tokens. */
            readonly cacheHitRate: number | null;
        };
        readonly Shares: {
            /** @description How many there are, including those not listed. */
            readonly count: number;
            /** @description By total tokens, the largest first; at most 100. */
            readonly top: readonly components["schemas"]["Share"][];
        };
        readonly Overview: {
            /**
             * @description Whose usage it is, or how the rows are split.
             * @enum {string}
             */
            readonly dimension: "all" | "access_key" | "user";
            /** @description The access key or user, if one was requested. */
            readonly id?: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly name?: string;
            /** @description Beside `id`: only usage through this access key. */
            readonly accessKeyId?: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly accessKeyName?: string;
            /** @description Beside `id`: only usage for this user. */
            readonly userId?: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly userName?: string;
            readonly range: components["schemas"]["Range"];
            /**
             * Format: date-time
             * @description Everything recorded by then is counted.
             */
            readonly asOf: string;
            /** @description False only while a mass backfill is being rolled up: the hours in `inexactHours` may lag. */
            readonly exact: boolean;
            /** @description Hours of the range that are not rolled up yet and were summed from their records. */
            readonly pendingHours: readonly string[];
            /** @description Hours of the range that may lag. */
            readonly inexactHours: readonly string[];
            /**
             * Format: date-time
             * @description Usage before this instant never changes again.
             */
            readonly frozenBefore: string;
            readonly totals: components["schemas"]["Measures"];
            /** @description Access keys with usage; null unless the overview is about everything, and with `active=false`. */
            readonly activeAccessKeys: number | null;
            /** @description Users with usage, without that which names none; null unless the overview is about everything, and with `active=false`. */
            readonly activeUsers: number | null;
            readonly models: components["schemas"]["Shares"];
            readonly features: components["schemas"]["Shares"];
            /** @description The range to compare with, as large and cut alike; null if its usage is no longer kept. */
            readonly previous: components["schemas"]["RangeTotals"] | null;
            /** @description The change relative to the previous range: 0.25 is a quarter more; null if the previous value is 0. */
            readonly change: {
                readonly total: number | null;
                readonly effective: number | null;
                readonly requests: number | null;
                readonly errors: number | null;
                readonly input: number | null;
                readonly output: number | null;
                readonly cacheCreation5m: number | null;
                readonly cacheCreation1h: number | null;
                readonly cacheCreationUnattributed: number | null;
                readonly cacheRead: number | null;
                readonly cost: number | null;
                readonly discount: number | null;
                readonly unpricedRequests: number | null;
                readonly uncertainRequests: number | null;
                readonly billedElsewhereRequests: number | null;
            } | null;
        };
        readonly Records: {
            /**
             * Format: date-time
             * @description The answer includes everything recorded by then.
             */
            readonly asOf: string;
            /** @description A page may be short, or empty, and still have a `nextCursor`. */
            readonly records: readonly components["schemas"]["Record"][];
            /** @description Pass as `cursor`, with the other parameters unchanged, for the next page. Absent on the last page. */
            readonly nextCursor?: string;
        };
        readonly Record: {
            /** @description The name under which it counts once, among those of its access key. */
            readonly requestId: string;
            /** @description The other name of the call: it can be found by either. */
            readonly otherName?: string;
            /**
             * Format: date-time
             * @description When the call was made.
             */
            readonly occurredAt: string;
            /**
             * Format: date-time
             * @description When it was reported.
             */
            readonly receivedAt: string;
            /** @description The access key it was reported with or for. */
            readonly accessKeyId: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly accessKeyName?: string;
            /** @description The user the call was for. */
            readonly userId?: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly userName?: string;
            /** @description As Anthropic named it. */
            readonly model: string;
            /** @description What the call was for. */
            readonly feature?: string;
            /** @enum {string} */
            readonly status: "ok" | "error" | "partial";
            /**
             * @description `totals`: the counters are right; what else decides the price is unknown.
             * @enum {string}
             */
            readonly detail?: "totals";
            /**
             * @description How the report was captured whose figures count.
             * @enum {string}
             */
            readonly source: "direct" | "client" | "gateway" | "claude_code" | "anthropic_span" | "span" | "transcript" | "batch_results" | "litellm" | "langfuse" | "symfony" | "import";
            /** @description How often a later report completed it, plus 1; absent where none did. */
            readonly revision?: number;
            readonly tokens: components["schemas"]["Tokens"];
            readonly reportedTokens?: components["schemas"]["Tokens"];
            readonly cost: components["schemas"]["RecordCost"];
            /** @description What was called. */
            readonly endpoint?: string;
            /** @description How it ended. */
            readonly stopReason?: string;
            /** @description As requested. */
            readonly temperature?: number;
            /** @description As requested. */
            readonly maxTokens?: number;
            /** @description As served. */
            readonly serviceTier?: string;
            /** @description As served. */
            readonly inferenceGeo?: string;
            /** @description As served. */
            readonly speed?: string;
            /** @description Of the output tokens. */
            readonly thinkingTokens?: number;
            /** @description Searches on the web that the server made. */
            readonly webSearchRequests?: number;
            /** @description Pages of the web that the server fetched. */
            readonly webFetchRequests?: number;
            /** @description The steps of the call, where it had some. */
            readonly iterations?: readonly {
                /** @description As the response names it. */
                readonly type: string;
                /** @description If another one than that of the record. */
                readonly model?: string;
                readonly tokens: {
                    /** @description Uncached prompt tokens. */
                    readonly input: number;
                    /** @description All output tokens. */
                    readonly output: number;
                    /** @description Written to the prompt cache for five minutes. */
                    readonly cacheCreation5m: number;
                    /** @description Written to the prompt cache for an hour. */
                    readonly cacheCreation1h: number;
                    /** @description Written to the prompt cache for a time that the report does not give. */
                    readonly cacheCreationUnattributed: number;
                    /** @description Read from the prompt cache. */
                    readonly cacheRead: number;
                };
            }[];
            /** @description What became of the fallback credit that the request presented. */
            readonly fallbackCredit?: string;
            /**
             * @description Present when another organization pays: the call then costs nothing here.
             * @constant
             */
            readonly billedTo?: "user_profile";
            /** @description Labels of the producer’s own. */
            readonly metadata?: {
                readonly [key: string]: string;
            };
            /** @description True when the time of receipt stands in for a time that was in the future. */
            readonly clockClamped?: boolean;
            /** @description True when the time of receipt stands in for a time that was not reported. */
            readonly timeMissing?: boolean;
        };
        /** @description What the call costs by the prices of its hour, in US dollars as decimal texts. */
        readonly RecordCost: {
            /** @description After discounts. */
            readonly usd: string;
            /** @description Before discounts. */
            readonly listUsd: string;
            /** @description Why something of it is in neither; empty if everything has a price. */
            readonly unpriced: readonly ("unknown_model" | "no_price_at_time" | "missing_price_part" | "no_price_for_service_tier" | "no_price_for_speed" | "no_price_for_geography" | "unknown_iteration_type" | "no_price_for_web_search")[];
            /** @description Whether it was priced by an assumption. */
            readonly uncertain: boolean;
            /** @description What adds up to it; only where records are asked for by their name. */
            readonly lines?: readonly components["schemas"]["PriceLine"][];
        };
        readonly PriceLine: {
            /** @description Whose price it is. */
            readonly model: string;
            /**
             * @description The counter of tokens, or searches on the web.
             * @enum {string}
             */
            readonly kind: "input" | "output" | "cacheCreation5m" | "cacheCreation1h" | "cacheCreationUnattributed" | "cacheRead" | "webSearch";
            /** @description How many. */
            readonly quantity: number;
            /** @description How many the prices are for: 1,000,000 tokens or 1,000 searches. */
            readonly per: number;
            /** @description After discounts and with everything that raises or lowers it. */
            readonly price: string;
            /** @description The same before discounts. */
            readonly listPrice: string;
            /** @description After discounts, exact: lines are not rounded, their sum is. */
            readonly usd: string;
        };
        readonly RecordLookup: {
            /**
             * Format: date-time
             * @description When the names were looked up. What was recorded in the seconds before may be missing.
             */
            readonly asOf: string;
            /**
             * Format: date-time
             * @description Usage that occurred before this instant is not counted.
             */
            readonly acceptedFrom: string;
            /** @description The names that are held, each once. */
            readonly held: readonly {
                /** @description As it was asked for. */
                readonly name: string;
                /** @description The access keys that have counted the call, those whose record of it was erased included, as far as the caller may see them. */
                readonly accessKeyIds: readonly string[];
                /** @description How many more there are, which the caller may not see. */
                readonly hiddenKeys: number;
            }[];
        };
        readonly Health: {
            /**
             * @description `degraded`: usage or alerts may be lost, wrong or refused. `lagging`: they are late; answers stay exact but cost more. The worst reason decides.
             * @enum {string}
             */
            readonly status: "ok" | "lagging" | "degraded";
            readonly reasons: readonly {
                /** @enum {string} */
                readonly code: "dead_letters" | "error_rate" | "alarm" | "not_reachable" | "roll_up_silent" | "roll_up_behind" | "queue_age";
                readonly message: string;
            }[];
            /** @description Parts whose figures are null: `queues.live`, `metrics`, `alarms` and others did not answer in time or failed; `errors` were not measured by CloudWatch. */
            readonly unknown: readonly string[];
            /**
             * Format: date-time
             * @description The time of these figures, up to 15 seconds ago.
             */
            readonly asOf: string;
            readonly freshnessSeconds: number | null;
            readonly rollUp: {
                /**
                 * Format: date-time
                 * @description When a roll-up last completed; absent before the first.
                 */
                readonly lastCompletedAt?: string;
                /** @description Completed hours, days and months that are not rolled up yet. */
                readonly pending: {
                    /** @description Pending hours. */
                    readonly hour: number;
                    /** @description Pending days. */
                    readonly day: number;
                    /** @description Pending months. */
                    readonly month: number;
                };
                /** @description How long the oldest of them has waited. */
                readonly oldestPendingSeconds: number;
            } | null;
            /** @description The queues’ own estimates, which may lag by a minute. */
            readonly queues: {
                readonly live: {
                    readonly visible: number | null;
                    readonly inFlight: number | null;
                    readonly oldestSeconds: number | null;
                    readonly deadLetters: number | null;
                };
                readonly bulk: {
                    readonly visible: number | null;
                    readonly inFlight: number | null;
                    readonly oldestSeconds: number | null;
                    readonly deadLetters: number | null;
                };
                readonly notifications: {
                    readonly visible: number | null;
                    readonly inFlight: number | null;
                    readonly oldestSeconds: number | null;
                    readonly deadLetters: number | null;
                };
                readonly exports: {
                    readonly visible: number | null;
                    readonly inFlight: number | null;
                    readonly oldestSeconds: number | null;
                    readonly deadLetters: number | null;
                };
            };
            /** @description The last hour, in whole periods of five minutes. */
            readonly errors: {
                /**
                 * Format: date-time
                 * @description The start of the hour.
                 */
                readonly from: string;
                /** @description Records sent to the API; the same figures as in the alarm `ErrorRate`. */
                readonly records: {
                    /** @description Accepted records. */
                    readonly accepted: number;
                    /** @description Rejected records. */
                    readonly rejected: number;
                    /** @description Records that could not be stored. */
                    readonly failed: number;
                    /** @description The share of rejected and failed records, to six decimal places; 0 without records. */
                    readonly errorRate: number;
                    /** @description The deployment is degraded above this error rate. */
                    readonly threshold: number;
                };
                readonly api: {
                    /** @description Requests to the API. */
                    readonly requests: number;
                    /** @description Requests answered with a 5xx status. */
                    readonly serverErrors: number;
                };
                readonly consumer: {
                    /** @description Runs of the function that records queued usage. */
                    readonly invocations: number;
                    /** @description Runs that failed as a whole. */
                    readonly errors: number;
                };
            } | null;
            /** @description The active alarms of this deployment: severity high first, then the latest. */
            readonly alarms: readonly {
                readonly name: string;
                /**
                 * Format: date-time
                 * @description When the alarm went off.
                 */
                readonly since: string;
                /** @enum {string} */
                readonly severity: "high" | "low";
                /** @description What happened; absent if the alarm was changed by hand. */
                readonly meaning?: string;
                /** @description The heading in the runbook that says what to do. */
                readonly runbook?: string;
                /** @description Where that heading is published; absent without `monitoring.runbookUrl`. */
                readonly runbookUrl?: string;
            }[] | null;
            /** @description Records from the queues that were quarantined today (UTC). */
            readonly quarantinedToday: {
                /** @description The number of records. */
                readonly records: number;
                /** @description False if there are more. */
                readonly complete: boolean;
            } | null;
            /** @description The sources that were ever heard. A silent one changes no `status`; it has an alarm if all alarms are wanted. */
            readonly sources: readonly {
                /** @enum {string} */
                readonly source: "direct" | "client" | "gateway" | "claude_code" | "anthropic_span" | "span" | "transcript" | "batch_results" | "litellm" | "langfuse" | "symfony" | "import";
                /**
                 * Format: date-time
                 * @description When a report of it was last received, to five minutes.
                 */
                readonly lastHeardAt: string;
                /** @description Whether that is longer ago than `monitoring.silentSourceMinutes`, while others were busy. */
                readonly silent: boolean;
            }[] | null;
        };
        readonly Quality: {
            /**
             * Format: date-time
             * @description When the check began.
             */
            readonly asOf: string;
            readonly range: components["schemas"]["Range"];
            /**
             * @description `ok` if no differences were found.
             * @enum {string}
             */
            readonly status: "ok" | "differences";
            /** @description Whether the whole range was checked. */
            readonly complete: boolean;
            /**
             * Format: date-time
             * @description Pass as `from` to check the rest of the range.
             */
            readonly next?: string;
            /** @description How many hours of the range were compared, or were not and why. */
            readonly hours: {
                readonly compared: number;
                readonly pending: number;
                readonly frozen: number;
                readonly open: number;
                readonly tooLarge: number;
            };
            readonly completeness: {
                readonly hour: components["schemas"]["Completeness"];
                readonly day: components["schemas"]["Completeness"];
                readonly month: components["schemas"]["Completeness"];
            };
            readonly consistency: {
                /** @description The number of differences. */
                readonly differences: number;
                /** @description The first 20 differences. */
                readonly first: readonly components["schemas"]["QualityDifference"][];
            };
            readonly sample: {
                /** @description Copies in segments whose raw records were looked up. */
                readonly copies: number;
                /** @description Raw records whose copies were looked up. */
                readonly claims: number;
            };
            readonly usage: {
                /** @description Distinct ones, in the segments that were read. */
                readonly records: number;
                /** @description Received more than an hour after they occurred. */
                readonly lateRecords: number;
                /** @description How often a later report changed a record: it knew more, or another name of the call. */
                readonly completions: number;
                /** @description Those with the time of receipt for a time in the future. */
                readonly clockClampedRecords: number;
                /** @description Calls that the statistics count. */
                readonly requests: number | string;
                /** @description Tokens written to the prompt cache. */
                readonly cacheCreationTokens: number | string;
                /** @description Of these, tokens whose time-to-live was not reported. */
                readonly unattributedTokens: number | string;
                /** @description The share of unattributed cache creation tokens, rounded down to six decimal places. */
                readonly unattributedShare: number;
                /** @description Requests that are partly or wholly without a price. */
                readonly unpricedRequests: number | string;
                /** @description Requests priced by an assumption. */
                readonly uncertainRequests: number | string;
            };
            /** @description Records by how they were captured. */
            readonly coverage: {
                /** @description Hours of the range whose records were read. */
                readonly hoursRead: number;
                /** @description False when records of the range were not read: of the hour under way, of frozen or too large hours, or after `next`. */
                readonly complete: boolean;
                /** @description Those with records in these hours, and those that were ever heard. */
                readonly sources: readonly {
                    /** @enum {string} */
                    readonly source: "direct" | "client" | "gateway" | "claude_code" | "anthropic_span" | "span" | "transcript" | "batch_results" | "litellm" | "langfuse" | "symfony" | "import";
                    /** @description Records whose figures are those of a report of this source. */
                    readonly records: number;
                    /** @description Of calls that broke off, and that no later report completed. */
                    readonly partialRecords: number;
                    /** @description Of which no report knew more than totals. */
                    readonly totalsOnlyRecords: number;
                    /** @description That name no user. */
                    readonly recordsWithoutUser: number;
                    /** @description Of which something has no price. */
                    readonly unpricedRecords: number;
                    /**
                     * Format: date-time
                     * @description When a report of the source was last received, to five minutes; absent if none was.
                     */
                    readonly lastHeardAt?: string;
                    /** @description Whether it has not been heard for longer than `monitoring.silentSourceMinutes`, while others were busy. */
                    readonly silent: boolean;
                }[];
            };
            /** @description Approximate: a span that is delivered again counts again. */
            readonly witnessed: {
                /** @description Spans of calls that Anthropic’s telemetry destination delivered. */
                readonly seen: number;
                /** @description Of calls that another source had reported. */
                readonly held: number;
                /** @description Of calls that nobody else had reported: recorded, as totals only. */
                readonly recorded: number;
                /** @description Without a request id and a message id: neither looked up nor recorded. */
                readonly withoutIdentity: number;
            };
            /** @description Reports that contradict a record: `GET /v1/conflicts` lists them. */
            readonly conflicts: {
                /** @description Received in the range. */
                readonly reports: number;
                /** @description False when there are more. */
                readonly complete: boolean;
            };
            /** @description Models something of which has no price, the hour under way included. */
            readonly unpriced: {
                /** @description The most frequent first, at most 20. */
                readonly models: readonly {
                    /** @description As it was reported. */
                    readonly model: string;
                    /** @description Of which something has no price. */
                    readonly requests: number | string;
                }[];
                /** @description False when there are more. */
                readonly complete: boolean;
            };
            /** @description What the audit of each night found. */
            readonly history: {
                /** @description The audited days, in order. A day without an audit is absent. */
                readonly days: readonly components["schemas"]["AuditedDay"][];
            };
            /** @description Records that cannot be counted unless they are corrected. */
            readonly quarantined: {
                /** @description Quarantined records that were received in the range. */
                readonly records: number;
                /** @description False if there are more. */
                readonly complete: boolean;
            };
        };
        readonly AuditedDay: {
            /**
             * Format: date
             * @description The day, in the reporting time zone.
             */
            readonly date: string;
            /**
             * Format: date-time
             * @description When it began.
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description When it ended.
             */
            readonly to: string;
            /**
             * Format: date-time
             * @description When its audit began.
             */
            readonly startedAt: string;
            /**
             * Format: date-time
             * @description When it ended; absent while parts are open. Then nothing is judged yet.
             */
            readonly finishedAt?: string;
            /** @description Whether every part was compared. */
            readonly complete: boolean;
            readonly score: number | null;
            readonly grade: ("good" | "fair" | "poor") | null;
            /** @description Records that occurred on the day. */
            readonly records: number;
            /** @description Of which something has no price. */
            readonly unpricedRecords: number;
            /** @description Of calls that broke off, and that no later report completed. */
            readonly partialRecords: number;
            /** @description Of which no report knew more than totals. */
            readonly totalsOnlyRecords: number;
            /** @description That name no user. */
            readonly recordsWithoutUser: number;
            /** @description That name no feature. */
            readonly recordsWithoutFeature: number;
            /** @description With cache writes whose time-to-live was not reported. */
            readonly unattributedRecords: number;
            /** @description Received more than an hour after the call; 0 of sources that report past calls. */
            readonly lateRecords: number;
            /** @description Received on the day, and not countable. */
            readonly quarantinedRecords: number;
            /** @description Of the day, and of the days in `pastDates`. */
            readonly figures: {
                /** @description Figures of statistics, and records that were looked up. */
                readonly compared: number;
                /** @description Differed, and are right since. */
                readonly repaired: number;
                /** @description Differ still: they wait for the roll-up, or for a person. */
                readonly kept: number;
            };
            /** @description Hours, days, months and samples of records that were compared, or were not and why. */
            readonly parts: {
                readonly compared: number;
                readonly pending: number;
                readonly tooLarge: number;
                readonly frozen: number;
                readonly unchecked: number;
            };
            /** @description The days of the past that were audited with it. */
            readonly pastDates: readonly string[];
            /** @description Where something differed, the first 20 places. */
            readonly outcomes: readonly {
                /** @enum {string} */
                readonly kind: "hour" | "day" | "month" | "records";
                /**
                 * Format: date-time
                 * @description Of the hour, day or month; of `records`, of the day.
                 */
                readonly from: string;
                /** @description That differed. */
                readonly figures: number;
                /** @enum {string} */
                readonly outcome: "repaired" | "waiting" | "kept";
            }[];
            readonly sources: readonly {
                /** @enum {string} */
                readonly source: "direct" | "client" | "gateway" | "claude_code" | "anthropic_span" | "span" | "transcript" | "batch_results" | "litellm" | "langfuse" | "symfony" | "import";
                readonly score: number | null;
                readonly grade: ("good" | "fair" | "poor") | null;
                /** @description Records that occurred on the day. */
                readonly records: number;
                /** @description Of which something has no price. */
                readonly unpricedRecords: number;
                /** @description Of calls that broke off, and that no later report completed. */
                readonly partialRecords: number;
                /** @description Of which no report knew more than totals. */
                readonly totalsOnlyRecords: number;
                /** @description That name no user. */
                readonly recordsWithoutUser: number;
                /** @description That name no feature. */
                readonly recordsWithoutFeature: number;
                /** @description With cache writes whose time-to-live was not reported. */
                readonly unattributedRecords: number;
                /** @description Received more than an hour after the call; 0 of sources that report past calls. */
                readonly lateRecords: number;
            }[];
        };
        readonly QualityDifference: {
            /** @description `records`, `leaf`, `hour`, `day`, `month`, `dimensions` or `lists`. */
            readonly where: string;
            /**
             * Format: date-time
             * @description Of the leaf, hour, day or month.
             */
            readonly from: string;
            readonly accessKeyId?: string;
            readonly requestId?: string;
            readonly dimension?: string;
            readonly id?: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly name?: string;
            readonly model?: string;
            readonly feature?: string;
            readonly measure?: string;
            readonly expected: string;
            readonly found: string;
        };
        readonly Completeness: {
            /** @description Requests that the statistics should count. */
            readonly expected: number | string;
            /** @description Requests that the statistics count. */
            readonly found: number | string;
            /** @description `found` divided by `expected`, rounded down to six decimal places; 1 if both are 0. */
            readonly ratio: number;
        };
        readonly Conflicts: {
            /**
             * Format: date-time
             * @description Every conflict found by then is listed.
             */
            readonly asOf: string;
            readonly range: components["schemas"]["Range"];
            /** @description The latest day first. A page may be short, or empty, and still have a `nextCursor`. */
            readonly conflicts: readonly components["schemas"]["Conflict"][];
            /** @description Pass as `cursor`, with the other parameters unchanged, for the next page. Absent on the last page. */
            readonly nextCursor?: string;
        };
        readonly Conflict: {
            /** @description The id of the conflict. */
            readonly id: string;
            /**
             * @description `user`: the report names another user. `figures`: it has other tokens, another model, or other figures that decide the price. `names`: it gives the call another second name.
             * @enum {string}
             */
            readonly reason: "user" | "figures" | "names";
            /**
             * Format: date-time
             * @description When the report was first received.
             */
            readonly receivedAt: string;
            /** @description The access key that both sides are for. */
            readonly accessKeyId: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly accessKeyName?: string;
            /** @description For `names`: the name to which their common name was tied before. */
            readonly tiedTo?: string;
            /** @description The record before the report. It counts, unless it had totals only and the report is complete. */
            readonly recorded: components["schemas"]["ConflictSide"];
            /** @description The report. It does not count, unless it completed totals, or `reason` is `names`: then it may count as a call of its own. */
            readonly reported: components["schemas"]["ConflictSide"];
        };
        readonly ConflictSide: {
            /** @description The name under which this side was reported. */
            readonly requestId: string;
            /** @description The second name of the call, if this side has one. */
            readonly otherName?: string;
            /**
             * Format: date-time
             * @description When the call was made.
             */
            readonly occurredAt: string;
            /**
             * Format: date-time
             * @description When it was reported.
             */
            readonly receivedAt: string;
            /** @description The user the call was for. */
            readonly userId?: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly userName?: string;
            /** @description As Anthropic named it. */
            readonly model: string;
            /** @enum {string} */
            readonly status: "ok" | "error" | "partial";
            /** @enum {string} */
            readonly detail?: "totals";
            /**
             * @description How it was captured.
             * @enum {string}
             */
            readonly source: "direct" | "client" | "gateway" | "claude_code" | "anthropic_span" | "span" | "transcript" | "batch_results" | "litellm" | "langfuse" | "symfony" | "import";
            readonly tokens: components["schemas"]["Tokens"];
            /** @description As served. */
            readonly serviceTier?: string;
            /** @description As served. */
            readonly inferenceGeo?: string;
            /** @description As served. */
            readonly speed?: string;
            /** @description Web searches of the server. */
            readonly webSearchRequests?: number;
            /** @description What became of the fallback credit that the request presented. */
            readonly fallbackCredit?: string;
            /** @constant */
            readonly billedTo?: "user_profile";
            readonly iterations?: readonly {
                /** @description As the response names it. */
                readonly type: string;
                /** @description If another one than that of the record. */
                readonly model?: string;
                readonly tokens: {
                    /** @description Uncached prompt tokens. */
                    readonly input: number;
                    /** @description All output tokens. */
                    readonly output: number;
                    /** @description Written to the prompt cache for five minutes. */
                    readonly cacheCreation5m: number;
                    /** @description Written to the prompt cache for an hour. */
                    readonly cacheCreation1h: number;
                    /** @description Written to the prompt cache for a time that the report does not give. */
                    readonly cacheCreationUnattributed: number;
                    /** @description Read from the prompt cache. */
                    readonly cacheRead: number;
                };
            }[];
            /** @description Of a record: 1 plus the number of its changes; absent if it never changed. */
            readonly revision?: number;
        };
        readonly Aggregations: {
            /**
             * Format: date-time
             * @description The time of this answer.
             */
            readonly asOf: string;
            /** @description When the roll-up last completed; null before the first time. */
            readonly lastCompletedAt: string | null;
            readonly pending: {
                readonly counts: {
                    readonly hour: number;
                    readonly day: number;
                    readonly month: number;
                };
                /** @description Since when the oldest completed period waits; null if none waits. */
                readonly oldestSince: string | null;
                /** @description The first of them, by period and time, including current periods. */
                readonly buckets: readonly components["schemas"]["PendingPeriod"][];
            };
            /** @description The rebuild that was requested last, whether or not it has finished; null if there was none. */
            readonly latestRebuild: {
                /** @description The id of the rebuild. */
                readonly id: string;
                /**
                 * Format: date-time
                 * @description The start.
                 */
                readonly from: string;
                /**
                 * Format: date-time
                 * @description The end, exclusive.
                 */
                readonly to: string;
                readonly repair: boolean;
                /**
                 * Format: date-time
                 * @description When the rebuild was requested.
                 */
                readonly startedAt: string;
            } | null;
        };
        readonly AggregationStart: {
            /**
             * Format: date-time
             * @description The start.
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description The end, exclusive.
             */
            readonly to: string;
            /**
             * @description `running`: hours still wait; they are recomputed in the background.
             * @enum {string}
             */
            readonly status: "finished" | "running";
            /** @description Hours of the range with usage, which are recomputed. */
            readonly hours: number;
            /** @description Of these, the completed hours that still wait. */
            readonly pendingHours: number;
            /** @description 1 if the hour under way is among them: it is recomputed once it is over. */
            readonly openHours: number;
            /** @description Hours without any usage. */
            readonly emptyHours: number;
            /** @description Hours that cannot be recomputed, because their records expire or have expired. */
            readonly skippedFrozenHours: number;
            /** @description Records that the recomputed hours count. */
            readonly processedRecords: number;
            /** @description The first 100 hours that wait because a run could not recompute them. */
            readonly errors: readonly {
                /**
                 * Format: date-time
                 * @description The start.
                 */
                readonly from: string;
                /**
                 * Format: date-time
                 * @description The end, exclusive.
                 */
                readonly to: string;
                /** @description `would_shrink`, or the name of the error. */
                readonly code: string;
                /** @description What happened, and what follows. */
                readonly message: string;
                /**
                 * Format: date-time
                 * @description When it first failed in this way.
                 */
                readonly since: string;
            }[];
            /** @description How long the request took, in milliseconds. */
            readonly executionTimeMs: number;
        };
        readonly PendingPeriod: {
            /** @enum {string} */
            readonly period: "hour" | "day" | "month";
            /**
             * Format: date-time
             * @description The start.
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description The end, exclusive.
             */
            readonly to: string;
            /**
             * Format: date-time
             * @description Since when the statistics wait for the roll-up.
             */
            readonly pendingSince: string;
        };
        readonly Rebuild: {
            /** @description The id of the rebuild. */
            readonly id: string;
            /**
             * Format: date-time
             * @description The start.
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description The end, exclusive.
             */
            readonly to: string;
            /** @description Whether statistics may also decrease. */
            readonly repair: boolean;
            /** @enum {string} */
            readonly status: "marking" | "interrupted" | "running" | "stalled" | "finished";
            /**
             * Format: date-time
             * @description When the rebuild was requested.
             */
            readonly startedAt: string;
            /** @description Hours of the range that were marked for recomputation. */
            readonly hours: number;
            /** @description Of these, the completed hours that still wait. */
            readonly pendingHours: number;
            /** @description 1 if the hour under way is among them: it is recomputed once it is over. */
            readonly openHours: number;
            /** @description Hours of the range that cannot be recomputed, because their records expire or have expired. */
            readonly skippedFrozenHours: number;
            /** @description Records that the recomputed hours count. */
            readonly processedRecords: number;
            /** @description The first 100 hours that wait because a run could not recompute them. */
            readonly errors: readonly {
                /**
                 * Format: date-time
                 * @description The start.
                 */
                readonly from: string;
                /**
                 * Format: date-time
                 * @description The end, exclusive.
                 */
                readonly to: string;
                /** @description `would_shrink`, or the name of the error. */
                readonly code: string;
                /** @description What happened, and what follows. */
                readonly message: string;
                /**
                 * Format: date-time
                 * @description When it first failed in this way.
                 */
                readonly since: string;
            }[];
        };
        readonly Prices: {
            /** @description Grows with every change. */
            readonly revision: number;
            /** @constant */
            readonly currency: "USD";
            /**
             * Format: date-time
             * @description When this revision was made.
             */
            readonly createdAt: string;
            /**
             * Format: date-time
             * @description This revision prices usage from this time on, and earlier usage only if it is repriced.
             */
            readonly appliesFrom: string;
            /** @description The list prices that ship with the product. */
            readonly models: readonly components["schemas"]["PriceEntry"][];
            readonly webSearches: readonly {
                readonly perThousand: string;
                /**
                 * Format: date
                 * @description The first day (UTC) of the price; absent if it has no start.
                 */
                readonly effectiveFrom?: string;
                /**
                 * Format: date
                 * @description The day (UTC) from which the price no longer applies; absent if it has no end.
                 */
                readonly effectiveTo?: string;
                /** @description The source of the price. */
                readonly source: string;
                /**
                 * Format: date
                 * @description The day the price was looked up.
                 */
                readonly asOf: string;
            }[];
            /** @description What the company pays instead. */
            readonly overrides: readonly components["schemas"]["PriceOverride"][];
            /** @description Ids that the configuration explains, such as those of application inference profiles. */
            readonly modelAliases?: {
                readonly [key: string]: string;
            };
        };
        readonly PriceEntry: {
            /** @description The exact model id. */
            readonly model: string;
            readonly input: string;
            readonly output: string;
            readonly cacheCreation5m?: string;
            readonly cacheCreation1h?: string;
            readonly cacheRead?: string;
            /** @description The prices of the whole request if its prompt has more tokens than `promptTokens`. */
            readonly above?: {
                readonly input: string;
                readonly output: string;
                readonly cacheCreation5m?: string;
                readonly cacheCreation1h?: string;
                readonly cacheRead?: string;
                /** @description Input, cache creation and cache read tokens. */
                readonly promptTokens: number;
            };
            /** @description The prices if the served speed is `fast`. */
            readonly fast?: {
                readonly input: string;
                readonly output: string;
            };
            /** @description Whether tokens cost 1.1 times as much when they are served in the US. */
            readonly usSurcharge?: boolean;
            /** @description Whether Amazon Bedrock charges 1.1 times as much under an id of a geography, such as `us.`, and 1.2 times under `us-gov.`. */
            readonly bedrockSurcharge?: boolean;
            /** @description Accepts prices out of their usual order. */
            readonly force?: boolean;
            /** @description Whether sources disagree about these prices, so that what is priced by them is uncertain. */
            readonly doubtful?: boolean;
            /**
             * Format: date
             * @description The first day (UTC) of the price; absent if it has no start.
             */
            readonly effectiveFrom?: string;
            /**
             * Format: date
             * @description The day (UTC) from which the price no longer applies; absent if it has no end.
             */
            readonly effectiveTo?: string;
            /** @description The source of the price. */
            readonly source: string;
            /**
             * Format: date
             * @description The day the price was looked up.
             */
            readonly asOf: string;
        };
        readonly PriceOverride: {
            /** @description An exact model id, or `*` for every model and for web searches. */
            readonly model: string;
            /**
             * Format: date
             * @description The first day (UTC) of the price; absent if it has no start.
             */
            readonly effectiveFrom?: string;
            /**
             * Format: date
             * @description The day (UTC) from which the price no longer applies; absent if it has no end.
             */
            readonly effectiveTo?: string;
            readonly listPrices?: components["schemas"]["ModelPrices"];
            readonly prices?: components["schemas"]["ModelPrices"];
            /** @description The discount on the list price, in hundredths of a percent. */
            readonly discountBasisPoints?: number;
        };
        /** @description US dollars per million tokens. */
        readonly ModelPrices: {
            readonly input: string;
            readonly output: string;
            readonly cacheCreation5m?: string;
            readonly cacheCreation1h?: string;
            readonly cacheRead?: string;
            /** @description The prices of the whole request if its prompt has more tokens than `promptTokens`. */
            readonly above?: {
                readonly input: string;
                readonly output: string;
                readonly cacheCreation5m?: string;
                readonly cacheCreation1h?: string;
                readonly cacheRead?: string;
                /** @description Input, cache creation and cache read tokens. */
                readonly promptTokens: number;
            };
            /** @description The prices if the served speed is `fast`. */
            readonly fast?: {
                readonly input: string;
                readonly output: string;
            };
            /** @description Whether tokens cost 1.1 times as much when they are served in the US. */
            readonly usSurcharge?: boolean;
            /** @description Whether Amazon Bedrock charges 1.1 times as much under an id of a geography, such as `us.`, and 1.2 times under `us-gov.`. */
            readonly bedrockSurcharge?: boolean;
            /** @description Accepts prices out of their usual order. */
            readonly force?: boolean;
        };
        readonly Budgets: {
            /**
             * Format: date-time
             * @description Everything recorded by then is counted.
             */
            readonly asOf: string;
            readonly budgets: readonly components["schemas"]["Budget"][];
        };
        readonly Budget: {
            /** @description The id of the budget. */
            readonly id: string;
            /** @description For people. To callers who see pseudonyms, the name of a budget of one user is its scope’s id. */
            readonly name: string;
            readonly scope: {
                /** @enum {string} */
                readonly dimension: "all" | "access_key" | "user" | "model" | "feature";
                /** @description The id of the access key, user, model or feature; absent for `all`. */
                readonly id?: string;
                /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
                readonly name?: string;
            };
            /** @enum {string} */
            readonly period: "daily" | "weekly" | "monthly";
            /** @enum {string} */
            readonly unit: "USD" | "tokens";
            /** @description For each period, in `unit`. */
            readonly amount: string;
            /** @description Percentages of the amount. */
            readonly thresholds: readonly number[];
            readonly webhook?: components["schemas"]["BudgetWebhook"];
            /**
             * Format: date-time
             * @description When the budget was created.
             */
            readonly createdAt: string;
            /**
             * Format: date-time
             * @description When the budget was last changed.
             */
            readonly updatedAt: string;
            /** @description The current period. */
            readonly current: {
                /**
                 * Format: date-time
                 * @description The start.
                 */
                readonly from: string;
                /**
                 * Format: date-time
                 * @description The end, exclusive.
                 */
                readonly to: string;
                /** @description The spending so far. */
                readonly spent: string;
                /** @description The amount left; negative if more was spent. */
                readonly left: string;
                /** @description Percent of the amount, rounded down to a tenth. */
                readonly usedPercent: number;
                /** @description Only in dollars: requests without a known price, whose cost is missing in `spent`. */
                readonly unpricedRequests?: number | string;
                /** @description False only while a mass backfill is being rolled up: until then, `spent` may lag. */
                readonly exact: boolean;
                readonly alerts: readonly components["schemas"]["BudgetAlert"][];
            };
        };
        readonly BudgetWithTime: {
            /**
             * Format: date-time
             * @description Everything recorded by then is counted.
             */
            readonly asOf: string;
            /** @description The id of the budget. */
            readonly id: string;
            /** @description For people. To callers who see pseudonyms, the name of a budget of one user is its scope’s id. */
            readonly name: string;
            readonly scope: {
                /** @enum {string} */
                readonly dimension: "all" | "access_key" | "user" | "model" | "feature";
                /** @description The id of the access key, user, model or feature; absent for `all`. */
                readonly id?: string;
                /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
                readonly name?: string;
            };
            /** @enum {string} */
            readonly period: "daily" | "weekly" | "monthly";
            /** @enum {string} */
            readonly unit: "USD" | "tokens";
            /** @description For each period, in `unit`. */
            readonly amount: string;
            /** @description Percentages of the amount. */
            readonly thresholds: readonly number[];
            readonly webhook?: components["schemas"]["BudgetWebhook"];
            /**
             * Format: date-time
             * @description When the budget was created.
             */
            readonly createdAt: string;
            /**
             * Format: date-time
             * @description When the budget was last changed.
             */
            readonly updatedAt: string;
            /** @description The current period. */
            readonly current: {
                /**
                 * Format: date-time
                 * @description The start.
                 */
                readonly from: string;
                /**
                 * Format: date-time
                 * @description The end, exclusive.
                 */
                readonly to: string;
                /** @description The spending so far. */
                readonly spent: string;
                /** @description The amount left; negative if more was spent. */
                readonly left: string;
                /** @description Percent of the amount, rounded down to a tenth. */
                readonly usedPercent: number;
                /** @description Only in dollars: requests without a known price, whose cost is missing in `spent`. */
                readonly unpricedRequests?: number | string;
                /** @description False only while a mass backfill is being rolled up: until then, `spent` may lag. */
                readonly exact: boolean;
                readonly alerts: readonly components["schemas"]["BudgetAlert"][];
            };
        };
        readonly BudgetAlert: {
            /** @description The same in every delivery of the alert. */
            readonly id: string;
            /** @description Percent of the amount. */
            readonly threshold: number;
            /** @description The budget’s amount at that time. */
            readonly amount: string;
            /**
             * Format: date-time
             * @description When the threshold was found reached.
             */
            readonly firedAt: string;
            readonly deliveredTo: readonly ("event_bus" | "topic" | "webhook")[];
        };
        readonly BudgetWebhook: {
            /** @description The URL that alerts are posted to. */
            readonly url: string;
            /** @description The secret that signs deliveries; only in the answer to the request that created it. */
            readonly secret?: string;
        };
        readonly Caller: {
            /**
             * @description How the caller was recognized.
             * @enum {string}
             */
            readonly kind: "access_key" | "person";
            /** @description The id of the access key, or the subject of the sign-in. */
            readonly id: string;
            /** @description The name of the access key, or of the registered user; absent without one. */
            readonly name?: string;
            /**
             * @description Of a person.
             * @enum {string}
             */
            readonly role?: "admin" | "viewer" | "member";
            /** @description Of an access key. */
            readonly scopes?: readonly ("ingest" | "ingest:users" | "ingest:any" | "read:own" | "read" | "admin")[];
            /** @description The user whose usage is the caller’s own. */
            readonly userId?: string;
            /** @description Whether queries answer about the caller’s own usage and no other. */
            readonly ownUsageOnly: boolean;
            /** @description The operations that the caller may use, by `operationId`. */
            readonly operations: readonly ("acceptUsage" | "acceptLogs" | "acceptMetrics" | "acceptTraces" | "getStatistics" | "getHealth" | "getTrends" | "getTopConsumers" | "getOverview" | "getRecords" | "getRecord" | "lookUpNames" | "getAggregations" | "startAggregation" | "getQuality" | "listConflicts" | "startRebuild" | "getRebuild" | "getPrices" | "putPrices" | "listBudgets" | "createBudget" | "getBudget" | "changeBudget" | "deleteBudget" | "getMe" | "listAccessKeys" | "createAccessKey" | "getAccessKey" | "updateAccessKey" | "rotateAccessKey" | "listUsers" | "createUser" | "getUser" | "updateUser" | "updateUserByQuery" | "importUsers" | "getAudit" | "createExport" | "listExports" | "getExport" | "deleteExport" | "listReports" | "createReport" | "getReport" | "changeReport" | "deleteReport" | "listReportRuns" | "runReport" | "getReportRun" | "listFailedMessages" | "getFailedMessage" | "retryFailedMessage" | "deleteFailedMessage" | "getOpenApi")[];
        };
        readonly AccessKeyList: {
            /** @description In order of creation. */
            readonly accessKeys: readonly components["schemas"]["AccessKey"][];
            /** @description Pass as `cursor`, with the other parameters unchanged, for the next page. Absent on the last page. */
            readonly nextCursor?: string;
        };
        readonly AccessKey: {
            /** @description The id of the access key, as in records. */
            readonly id: string;
            /** @description For people: what the key is for. */
            readonly name: string;
            /** @description The user of this key’s usage, unless the key may report for others. */
            readonly ownerUserId?: string;
            /** @description The owner’s name, if registered. */
            readonly ownerName?: string;
            readonly scopes: readonly ("ingest" | "ingest:users" | "ingest:any" | "read:own" | "read" | "admin")[];
            /** @description Whether the key is refused. */
            readonly disabled: boolean;
            /**
             * Format: date-time
             * @description When the key was disabled; absent while it is enabled.
             */
            readonly disabledAt?: string;
            /**
             * Format: date-time
             * @description When the key was created.
             */
            readonly createdAt: string;
            /**
             * Format: date-time
             * @description When the secret was last replaced.
             */
            readonly rotatedAt?: string;
            /**
             * Format: date-time
             * @description The start of the hour in which the key was last used.
             */
            readonly lastUsedHour?: string;
        };
        readonly IssuedAccessKey: {
            /** @description The id of the access key, as in records. */
            readonly id: string;
            /** @description For people: what the key is for. */
            readonly name: string;
            /** @description The user of this key’s usage, unless the key may report for others. */
            readonly ownerUserId?: string;
            /** @description The owner’s name, if registered. */
            readonly ownerName?: string;
            readonly scopes: readonly ("ingest" | "ingest:users" | "ingest:any" | "read:own" | "read" | "admin")[];
            /** @description Whether the key is refused. */
            readonly disabled: boolean;
            /**
             * Format: date-time
             * @description When the key was disabled; absent while it is enabled.
             */
            readonly disabledAt?: string;
            /**
             * Format: date-time
             * @description When the key was created.
             */
            readonly createdAt: string;
            /**
             * Format: date-time
             * @description When the secret was last replaced.
             */
            readonly rotatedAt?: string;
            /**
             * Format: date-time
             * @description The start of the hour in which the key was last used.
             */
            readonly lastUsedHour?: string;
            /** @description The key to send in requests: `tl_…`. It is never shown again. */
            readonly accessKey: string;
            /**
             * Format: date-time
             * @description Until when the previous secret stays valid; only after a rotation.
             */
            readonly previousValidUntil?: string;
        };
        readonly UserList: {
            /** @description Ordered by id. */
            readonly users: readonly components["schemas"]["User"][];
            /** @description Pass as `cursor`, with the other parameters unchanged, for the next page. Absent on the last page. */
            readonly nextCursor?: string;
        };
        readonly User: {
            /** @description The id of the user, as in records. */
            readonly id: string;
            /** @description The name, for people. */
            readonly name: string;
            readonly email?: string;
            /** @description Whether new records that name the user are refused. */
            readonly disabled: boolean;
            /**
             * Format: date-time
             * @description When the user was disabled; absent while enabled.
             */
            readonly disabledAt?: string;
            /**
             * Format: date-time
             * @description When the user was registered.
             */
            readonly createdAt: string;
        };
        readonly UserImport: {
            /** @description Rows that registered a user. */
            readonly created: number;
            /** @description Rows that changed a user. */
            readonly updated: number;
            /** @description Rows that changed nothing. */
            readonly unchanged: number;
            /** @description Rows that break a rule. */
            readonly rejected: number;
            /** @description Rows that could not be stored. */
            readonly failed: number;
            /** @description In the order of the rows. */
            readonly results: readonly components["schemas"]["UserImportResult"][];
        };
        readonly UserImportResult: {
            /** @description The line in the file, from 1; the header counts as a line. */
            readonly line: number;
            /** @description The user’s id, if the row has one. */
            readonly id?: string;
            /**
             * @description `failed`: the row could not be stored; import it again.
             * @enum {string}
             */
            readonly status: "created" | "updated" | "unchanged" | "rejected" | "failed";
            /** @description Paths are columns, such as `/email`. */
            readonly errors?: readonly components["schemas"]["FieldProblem"][];
        };
        readonly Audit: {
            /** @description Newest first. */
            readonly entries: readonly components["schemas"]["AuditEntry"][];
            /** @description Pass as `cursor`, with the other parameters unchanged, for the next page. Absent on the last page. */
            readonly nextCursor?: string;
        };
        readonly AuditEntry: {
            /** @description The id of the entry. */
            readonly id: string;
            /**
             * Format: date-time
             * @description When the operation was called.
             */
            readonly at: string;
            readonly actor: {
                /**
                 * @description `unknown`: the caller had no valid credentials, and `id` is only the claimed access key.
                 * @enum {string}
                 */
                readonly kind: "access_key" | "person" | "unknown";
                /** @description The id of the access key, or the sign-in’s name for the person. */
                readonly id?: string;
                /** @description The id of the user the person is, if the sign-in says so. */
                readonly userId?: string;
                /** @description The name of the access key or of that user, if it is registered. */
                readonly name?: string;
            };
            /** @description The called route. */
            readonly operation: string;
            /**
             * @description `data`: usage was exported, computed again, retried or deleted. `administration`: settings and access; and denials of other routes.
             * @enum {string}
             */
            readonly category: "data" | "administration";
            /** @description The id of the thing the operation changed or showed. */
            readonly target?: string;
            /** @description The target’s name, if it is a registered access key or user. */
            readonly targetName?: string;
            /** @description The time whose usage was exported or computed again. */
            readonly range?: components["schemas"]["Range"];
            /** @description `done`, the code of a problem, or `unfinished` if there is no answer yet, or never was one. */
            readonly outcome: string;
            /** @description The IP address of the caller. */
            readonly sourceIp: string;
            /** @description The request’s `User-Agent` header. */
            readonly userAgent?: string;
            /** @description The id of the request. */
            readonly requestId: string;
            /** @description How many refusals of the same kind the entry stands for; absent means one. */
            readonly count?: number;
            /**
             * Format: date-time
             * @description Of a request that was refused before it reached its operation: others of the same kind until then may be in no entry, so there were at least `count`.
             */
            readonly uncountedUntil?: string;
        };
        readonly Exports: {
            /** @description Newest first, without links. */
            readonly exports: readonly components["schemas"]["Export"][];
            /** @description Pass as `before` for the next page; present if there may be more. */
            readonly nextBefore?: string;
        };
        readonly Export: {
            /** @description The id of the export. */
            readonly id: string;
            /** @enum {string} */
            readonly status: "queued" | "running" | "finished" | "failed";
            /** @description Only for a failed export. */
            readonly failure?: {
                /** @enum {string} */
                readonly code: "too_many_rows" | "too_large" | "range_frozen" | "internal_error";
                readonly message: string;
            };
            /** @description From 0 to 1. */
            readonly progress: number;
            /**
             * Format: date-time
             * @description When the export was requested.
             */
            readonly createdAt: string;
            /** @description The access key or person that requested the export. */
            readonly createdBy: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly createdByName?: string;
            /** @description The report that this export is a run of; the run has the same id. */
            readonly reportId?: string;
            /**
             * Format: date-time
             * @description When the export last made progress.
             */
            readonly updatedAt: string;
            /**
             * Format: date-time
             * @description When the files are deleted.
             */
            readonly expiresAt: string;
            /** @enum {string} */
            readonly format: "csv" | "ndjson" | "xlsx" | "focus";
            readonly range: components["schemas"]["Range"];
            readonly files: readonly components["schemas"]["ExportFile"][];
        };
        readonly DeletedExport: {
            /** @description The id of the export. */
            readonly id: string;
            /** @constant */
            readonly status: "deleted";
        };
        readonly ExportFile: {
            /** @enum {string} */
            readonly what: "records" | "statistics";
            /** @description The name of the file. */
            readonly name: string;
            /**
             * @description Only of statistics: rows are by hours, days or months.
             * @enum {string}
             */
            readonly period?: "hour" | "day" | "month";
            /**
             * @description Only of statistics: whether rows are by access key, by user, or neither.
             * @enum {string}
             */
            readonly dimension?: "all" | "access_key" | "user";
            /** @description The size of the file. */
            readonly bytes: number;
            /** @description Rows so far, without the header; null before the first were read. */
            readonly rows: number | null;
            /**
             * Format: date-time
             * @description The file contains everything acknowledged by then, and may contain later records.
             */
            readonly asOf?: string;
            /** @description False if statistics lagged because a mass backfill was being rolled up. */
            readonly exact: boolean;
            /**
             * Format: date-time
             * @description Records before this instant were about to expire, so some may be missing.
             */
            readonly incompleteBefore?: string;
            /** @description The sums of the rows so far; null before the first were read. */
            readonly totals: components["schemas"]["ExportTotals"] | null;
            /** @description Only for a finished file, in the answer about a single export. */
            readonly link?: {
                /** Format: uri */
                readonly url: string;
                /**
                 * Format: date-time
                 * @description When the link stops working.
                 */
                readonly expiresAt: string;
            };
        };
        readonly ExportTotals: {
            /** @description Calls, including failed ones. */
            readonly requests: number | string;
            /** @description Calls that failed. */
            readonly errors: number | string;
            readonly tokens: components["schemas"]["BilledTokens"];
            readonly cost: components["schemas"]["Cost"];
        };
        readonly Reports: {
            /** @description All reports, without columns and filters. */
            readonly reports: readonly components["schemas"]["ReportSummary"][];
            /** @description The time zone of schedules, and of days, weeks and months. */
            readonly timeZone: string;
        };
        readonly ReportSummary: {
            /** @description The id of the report. */
            readonly id: string;
            /** @description For people. To callers who see pseudonyms, the title of a report about one user or access key is its id. */
            readonly title: string;
            readonly what: readonly ("records" | "statistics")[];
            /** @enum {string} */
            readonly format: "csv" | "ndjson" | "xlsx" | "focus";
            /** @enum {string} */
            readonly range: "today" | "yesterday" | "this_week" | "last_week" | "this_month" | "last_month" | "this_quarter" | "last_quarter" | "this_year" | "last_year" | "last_7_days" | "last_30_days" | "last_90_days" | "last_365_days";
            readonly schedule?: components["schemas"]["ReportSchedule"];
            readonly delivery: {
                /** @description Whether the deployment’s topic is notified. */
                readonly topic: boolean;
                readonly webhook?: {
                    /** @description For callers who are not administrators, only the origin. */
                    readonly url: string;
                    /** @description The secret that signs deliveries; only in the answer to the request that created it. */
                    readonly secret?: string;
                };
            };
            /** @description Who saved the report last. Scheduled runs have the rights of this caller. */
            readonly savedBy: {
                /** @enum {string} */
                readonly kind: "access_key" | "person";
                /** @description The id of the access key, or the sign-in’s name for the person. */
                readonly id: string;
                /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
                readonly name?: string;
            };
            /**
             * Format: date-time
             * @description When the report was created.
             */
            readonly createdAt: string;
            /**
             * Format: date-time
             * @description When the report was last changed.
             */
            readonly updatedAt: string;
        };
        readonly Report: {
            /** @description The id of the report. */
            readonly id: string;
            /** @description For people. To callers who see pseudonyms, the title of a report about one user or access key is its id. */
            readonly title: string;
            readonly what: readonly ("records" | "statistics")[];
            /** @enum {string} */
            readonly format: "csv" | "ndjson" | "xlsx" | "focus";
            /** @enum {string} */
            readonly range: "today" | "yesterday" | "this_week" | "last_week" | "this_month" | "last_month" | "this_quarter" | "last_quarter" | "this_year" | "last_year" | "last_7_days" | "last_30_days" | "last_90_days" | "last_365_days";
            readonly schedule?: components["schemas"]["ReportSchedule"];
            readonly delivery: {
                /** @description Whether the deployment’s topic is notified. */
                readonly topic: boolean;
                readonly webhook?: {
                    /** @description For callers who are not administrators, only the origin. */
                    readonly url: string;
                    /** @description The secret that signs deliveries; only in the answer to the request that created it. */
                    readonly secret?: string;
                };
            };
            /** @description Who saved the report last. Scheduled runs have the rights of this caller. */
            readonly savedBy: {
                /** @enum {string} */
                readonly kind: "access_key" | "person";
                /** @description The id of the access key, or the sign-in’s name for the person. */
                readonly id: string;
                /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
                readonly name?: string;
            };
            /**
             * Format: date-time
             * @description When the report was created.
             */
            readonly createdAt: string;
            /**
             * Format: date-time
             * @description When the report was last changed.
             */
            readonly updatedAt: string;
            /** @enum {string} */
            readonly period?: "hour" | "day" | "month";
            /** @enum {string} */
            readonly dimension?: "all" | "access_key" | "user";
            readonly recordFields?: readonly ("requestId" | "occurredAt" | "receivedAt" | "accessKeyId" | "accessKeyName" | "userId" | "userName" | "model" | "feature" | "status" | "endpoint" | "stopReason" | "serviceTier" | "inferenceGeo" | "speed" | "temperature" | "maxTokens" | "inputTokens" | "outputTokens" | "cacheCreation5mTokens" | "cacheCreation1hTokens" | "cacheCreationUnattributedTokens" | "cacheReadTokens" | "totalTokens" | "effectiveTokens" | "reportedTokens" | "thinkingTokens" | "webSearchRequests" | "webFetchRequests" | "fallbackCredit" | "billedTo" | "costUsd" | "listCostUsd" | "unpriced" | "uncertain" | "metadata" | "source")[];
            readonly statisticsFields?: readonly ("from" | "to" | "id" | "name" | "model" | "feature" | "requests" | "errors" | "inputTokens" | "outputTokens" | "cacheCreation5mTokens" | "cacheCreation1hTokens" | "cacheCreationUnattributedTokens" | "cacheReadTokens" | "totalTokens" | "effectiveTokens" | "reportedTokens" | "costUsd" | "listCostUsd" | "unpricedRequests" | "uncertainRequests" | "billedElsewhereRequests")[];
            readonly filter: {
                /** @description Only usage of this access key. */
                readonly accessKeyId?: string;
                /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
                readonly accessKeyName?: string;
                /** @description Only usage of this user. */
                readonly userId?: string;
                /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
                readonly userName?: string;
                readonly models?: readonly string[];
                readonly features?: readonly string[];
                readonly statuses?: readonly ("ok" | "error" | "partial")[];
                readonly minTokens?: number;
                readonly maxTokens?: number;
                readonly minRequests?: number;
                readonly maxRequests?: number;
            };
            readonly gzip: boolean;
            readonly byteOrderMark: boolean;
            readonly billingAccountId?: string;
            readonly billingAccountName?: string;
        };
        readonly ReportSchedule: {
            /** @enum {string} */
            readonly frequency: "daily" | "weekly" | "monthly";
            /** @description `HH:MM` in the reporting time zone. */
            readonly time: string;
            /** @enum {string} */
            readonly weekday?: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
            readonly dayOfMonth?: number;
        };
        readonly ReportRuns: {
            /** @description Newest first. */
            readonly runs: readonly components["schemas"]["ReportRun"][];
            /** @description Pass as `before` for the next page; present if there may be more. */
            readonly nextBefore?: string;
        };
        readonly ReportRun: {
            /** @description The id of the run. */
            readonly id: string;
            /** @description The id of the report. */
            readonly reportId: string;
            /** @description `GET /v1/exports/{id}` has links to the files until they are deleted. */
            readonly exportId: string;
            /** @description The title of the report at that time. */
            readonly title: string;
            /** @enum {string} */
            readonly format: "csv" | "ndjson" | "xlsx" | "focus";
            readonly range: {
                /** @enum {string} */
                readonly name: "today" | "yesterday" | "this_week" | "last_week" | "this_month" | "last_month" | "this_quarter" | "last_quarter" | "this_year" | "last_year" | "last_7_days" | "last_30_days" | "last_90_days" | "last_365_days";
                /**
                 * Format: date-time
                 * @description The start.
                 */
                readonly from: string;
                /**
                 * Format: date-time
                 * @description The end, exclusive.
                 */
                readonly to: string;
            };
            /**
             * @description `deleted`: the export was deleted before it was finished.
             * @enum {string}
             */
            readonly status: "queued" | "running" | "finished" | "failed" | "deleted";
            readonly failure?: {
                /** @enum {string} */
                readonly code: "too_many_rows" | "too_large" | "range_frozen" | "internal_error";
                readonly message: string;
            };
            /**
             * Format: date-time
             * @description When the run began.
             */
            readonly startedAt: string;
            readonly startedBy: {
                /** @constant */
                readonly kind: "schedule";
                /**
                 * Format: date-time
                 * @description When the run was due.
                 */
                readonly scheduledAt: string;
            } | {
                /** @enum {string} */
                readonly kind: "access_key" | "person";
                /** @description The id of the access key, or the sign-in’s name for the person. */
                readonly id: string;
                /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
                readonly name?: string;
            };
            /**
             * Format: date-time
             * @description When the run finished or failed.
             */
            readonly endedAt?: string;
            readonly files?: readonly components["schemas"]["ReportRunFile"][];
            /** @description The delivery through each channel that the report had when the run began. */
            readonly deliveries: readonly {
                /** @enum {string} */
                readonly channel: "topic" | "webhook";
                /**
                 * Format: date-time
                 * @description When the delivery was confirmed.
                 */
                readonly deliveredAt?: string;
                /**
                 * Format: date-time
                 * @description When the last attempt failed.
                 */
                readonly failedAt?: string;
                /** @description Why the last attempt failed. */
                readonly problem?: string;
            }[];
        };
        readonly ReportRunFile: {
            /** @enum {string} */
            readonly what: "records" | "statistics";
            /** @description The name of the file. */
            readonly name: string;
            /** @description Rows, without the header. */
            readonly rows: number;
            /** @description The size of the file. */
            readonly bytes: number;
            /**
             * Format: date-time
             * @description The file contains everything acknowledged by then.
             */
            readonly asOf?: string;
            /** @description False if statistics lagged because a mass backfill was being rolled up. */
            readonly exact: boolean;
            /**
             * Format: date-time
             * @description Records before this instant were about to expire, so some may be missing.
             */
            readonly incompleteBefore?: string;
            /** @description Calls, including failed ones. */
            readonly requests: number | string;
            /** @description Input, output, cache creation and cache read together. */
            readonly totalTokens: number | string;
            /** @description Cost after discounts. */
            readonly costUsd: string;
            /** @description Requests whose cost is missing in `costUsd`. */
            readonly unpricedRequests: number | string;
        };
        readonly FailedMessages: {
            /**
             * Format: date-time
             * @description The time of this answer.
             */
            readonly asOf: string;
            /** @description False if dead letters are missing, because another caller is inspecting them or there are too many. */
            readonly complete: boolean;
            /** @description The queues’ own estimates, which may lag by a minute. */
            readonly deadLetters: {
                readonly live?: {
                    /** @description Messages that can be received. */
                    readonly waiting: number;
                    /** @description Messages that are being inspected right now. */
                    readonly hidden: number;
                };
                readonly bulk?: {
                    /** @description Messages that can be received. */
                    readonly waiting: number;
                    /** @description Messages that are being inspected right now. */
                    readonly hidden: number;
                };
                readonly notifications?: {
                    /** @description Messages that can be received. */
                    readonly waiting: number;
                    /** @description Messages that are being inspected right now. */
                    readonly hidden: number;
                };
            };
            readonly messages: readonly components["schemas"]["FailedMessage"][];
            /** @description Pass as `cursor`, with the other parameters unchanged, for the next page. Absent on the last page. */
            readonly nextCursor?: string;
        };
        readonly FailedMessage: {
            /** @description The id of the message. */
            readonly id: string;
            /** @enum {string} */
            readonly place: "live" | "bulk" | "notifications" | "quarantine";
            /** @description `unreadable`: it is not a message of this queue. `not_recorded`, `not_delivered`: it is, and every try failed. Else why a record was quarantined: `invalid_record`, `too_old`, `disabled` or `too_many_tokens`. */
            readonly reason: string;
            /**
             * Format: date-time
             * @description When the message was first received.
             */
            readonly receivedAt: string;
            /**
             * Format: date-time
             * @description When the message is deleted for good.
             */
            readonly expiresAt: string;
            /** @description Whether a retry can work: of a quarantined record, whether it would count by the present rules. */
            readonly retryable: boolean;
            /** @description What is wrong with the message; for dead letters in a list, only what makes them unreadable as a whole. */
            readonly problems: readonly {
                readonly path: string;
                readonly message: string;
            }[];
            /** @description Records in a usage message. */
            readonly records?: number;
            /** @description Request ids that have the form of an id; in a list, the first ten. */
            readonly requestIds?: readonly string[];
            /** @description The access key of a quarantined record, if it has the form of an id. */
            readonly accessKeyId?: string;
            /** @description The name; absent if the id is not registered, or if the caller must not see the name. */
            readonly accessKeyName?: string;
            /** @description The model of a quarantined record, if it has the form of an id. */
            readonly model?: string;
            /** @description The alert in a message of the notification queue. */
            readonly alertId?: string;
            /** @description The report run in a message of the notification queue. */
            readonly runId?: string;
            /** @description The first event in a message of the notification queue. */
            readonly eventId?: string;
            /** @description For a dead letter: the size of its body. */
            readonly bytes?: number;
            /** @description For a dead letter: how often it was received, including for inspection. */
            readonly receives?: number;
        };
        readonly Retry: {
            /** @description The id of the message. */
            readonly id: string;
            /**
             * @description The queue it was sent to.
             * @enum {string}
             */
            readonly queue: "live" | "bulk" | "notifications";
        };
        readonly OpenApi: {
            readonly openapi: string;
            readonly info: {
                readonly title: string;
                readonly version: string;
            } & {
                readonly [key: string]: unknown;
            };
            readonly paths: {
                readonly [key: string]: unknown;
            };
        } & {
            readonly [key: string]: unknown;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly acceptUsage: {
        readonly parameters: {
            readonly header?: {
                /** @description Records without an identity get one from this key and their place in the request. For 7 days the key belongs to the body it first came with. */
                readonly "Idempotency-Key"?: string;
            };
        };
        /** @description At most 5 MB. A body with `Content-Encoding: gzip` must be sent as `application/vnd.token-ledger+json`. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["UsageRequest"];
                readonly "application/vnd.token-ledger+json": components["schemas"]["UsageRequest"];
            };
        };
        readonly responses: {
            /** @description At least one record is accepted: it is safely queued or recorded, and counts once. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AcceptedUsage"];
                };
            };
        };
    };
    readonly acceptLogs: {
        readonly parameters: {
        };
        /** @description At most 5 MB and 10,000 entries. The same as `application/x-protobuf` is what exporters should send: it may be compressed with gzip, JSON may not. The answer is in the encoding of the request. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["TelemetryRequest"];
            };
        };
        readonly responses: {
            /** @description The request was read; `partialSuccess` names what was refused. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TelemetryAnswer"];
                };
            };
        };
    };
    readonly acceptMetrics: {
        readonly parameters: {
        };
        /** @description At most 5 MB and 10,000 entries. The same as `application/x-protobuf` is what exporters should send: it may be compressed with gzip, JSON may not. The answer is in the encoding of the request. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["TelemetryRequest"];
            };
        };
        readonly responses: {
            /** @description The request was read; `partialSuccess` names what was refused. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TelemetryAnswer"];
                };
            };
        };
    };
    readonly acceptTraces: {
        readonly parameters: {
        };
        /** @description At most 5 MB and 10,000 entries. The same as `application/x-protobuf` is what exporters should send: it may be compressed with gzip, JSON may not. The answer is in the encoding of the request. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["TelemetryRequest"];
            };
        };
        readonly responses: {
            /** @description The request was read; `partialSuccess` names what was refused. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TelemetryAnswer"];
                };
            };
        };
    };
    readonly getStatistics: {
        readonly parameters: {
            readonly query?: {
                /** @description What usage is grouped by, or what is ranked. */
                readonly dimension?: "all" | "access_key" | "user";
                /** @description One access key or user: of the dimension, where there is one, and not with `all`. */
                readonly id?: string;
                /** @description Only usage of this access key. */
                readonly accessKeyId?: string;
                /** @description Only usage of this user; `-` is usage without a user. */
                readonly userId?: string;
                /** @description Hours of UTC, or days or months of the deployment’s reporting time zone. */
                readonly period?: "hour" | "day" | "month";
                /** @description The start of the range: an ISO 8601 instant with its offset from UTC, or a date of the reporting time zone. */
                readonly from?: string | unknown | unknown;
                /** @description The end of the range, exclusive, in the same forms; a date is its first instant. Default: now. */
                readonly to?: string | unknown | unknown;
                /** @description In place of `from`: how long the range is, as an ISO 8601 duration. Days, weeks, months and years begin with a whole day of the reporting time zone, hours with a whole hour. */
                readonly last?: string;
                /** @description Only usage of these models, separated by commas. */
                readonly models?: readonly string[];
                /** @description Only usage of these features, separated by commas; `-` is usage without a feature. */
                readonly features?: readonly string[];
                /** @description The maximum number of entries on a page, or of series. */
                readonly limit?: number;
                /** @description Skips this many entries, instead of `cursor`. Later pages by offset read and drop all before them; prefer `cursor`. */
                readonly offset?: number;
                /** @description `nextCursor` of the previous page, with the other parameters unchanged. */
                readonly cursor?: string;
            };
        };
        readonly responses: {
            /** @description A page of statistics. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Statistics"];
                };
            };
        };
    };
    readonly getHealth: {
        readonly parameters: {
        };
        readonly responses: {
            /** @description The state of the deployment. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    readonly getTrends: {
        readonly parameters: {
            readonly query?: {
                /** @description What usage is grouped by, or what is ranked. */
                readonly dimension?: "all" | "access_key" | "user";
                /** @description One access key or user: of the dimension, where there is one, and not with `all`. */
                readonly id?: string;
                /** @description Only usage of this access key. */
                readonly accessKeyId?: string;
                /** @description Only usage of this user; `-` is usage without a user. */
                readonly userId?: string;
                /** @description Hours of UTC, or days or months of the deployment’s reporting time zone. */
                readonly period?: "hour" | "day" | "month";
                /** @description The start of the range: an ISO 8601 instant with its offset from UTC, or a date of the reporting time zone. */
                readonly from?: string | unknown | unknown;
                /** @description The end of the range, exclusive, in the same forms; a date is its first instant. Default: now. */
                readonly to?: string | unknown | unknown;
                /** @description In place of `from`: how long the range is, as an ISO 8601 duration. Days, weeks, months and years begin with a whole day of the reporting time zone, hours with a whole hour. */
                readonly last?: string;
                /** @description Only usage of these models, separated by commas. */
                readonly models?: readonly string[];
                /** @description Only usage of these features, separated by commas; `-` is usage without a feature. */
                readonly features?: readonly string[];
                /** @description Divides the series into those of the largest models, features, access keys or users, `limit` of them (5 by default). */
                readonly splitBy?: "access_key" | "user" | "model" | "feature";
                /** @description The measure to rank by; equal values are ordered by id. */
                readonly sort?: "total" | "effective" | "requests" | "errors" | "input" | "output" | "cacheCreation5m" | "cacheCreation1h" | "cacheCreationUnattributed" | "cacheRead" | "cost" | "discount" | "unpricedRequests" | "uncertainRequests" | "billedElsewhereRequests";
                /** @description The maximum number of entries on a page, or of series. */
                readonly limit?: number;
            };
        };
        readonly responses: {
            /** @description The series. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Trends"];
                };
            };
        };
    };
    readonly getTopConsumers: {
        readonly parameters: {
            readonly query?: {
                /** @description What usage is grouped by, or what is ranked. */
                readonly dimension?: "access_key" | "user" | "model" | "feature";
                /** @description The measure to rank by; equal values are ordered by id. */
                readonly sort?: "total" | "effective" | "requests" | "errors" | "input" | "output" | "cacheCreation5m" | "cacheCreation1h" | "cacheCreationUnattributed" | "cacheRead" | "cost" | "discount" | "unpricedRequests" | "uncertainRequests" | "billedElsewhereRequests";
                /** @description The start of the range: an ISO 8601 instant with its offset from UTC, or a date of the reporting time zone. */
                readonly from?: string | unknown | unknown;
                /** @description The end of the range, exclusive, in the same forms; a date is its first instant. Default: now. */
                readonly to?: string | unknown | unknown;
                /** @description In place of `from`: how long the range is, as an ISO 8601 duration. Days, weeks, months and years begin with a whole day of the reporting time zone, hours with a whole hour. */
                readonly last?: string;
                /** @description Only usage of these models, separated by commas. */
                readonly models?: readonly string[];
                /** @description Only usage of these features, separated by commas; `-` is usage without a feature. */
                readonly features?: readonly string[];
                /** @description Only usage of this access key. */
                readonly accessKeyId?: string;
                /** @description Only usage of this user; `-` is usage without a user. */
                readonly userId?: string;
                /** @description Only consumers or records with at least this many total tokens. */
                readonly minTokens?: number;
                /** @description Only consumers with at least this many requests. */
                readonly minRequests?: number;
                /** @description The maximum number of entries on a page, or of series. */
                readonly limit?: number;
            };
        };
        readonly responses: {
            /** @description The largest consumers. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TopConsumers"];
                };
            };
        };
    };
    readonly getOverview: {
        readonly parameters: {
            readonly query?: {
                /** @description What usage is grouped by, or what is ranked. */
                readonly dimension?: "all" | "access_key" | "user";
                /** @description One access key or user: of the dimension, where there is one, and not with `all`. */
                readonly id?: string;
                /** @description Only usage of this access key. */
                readonly accessKeyId?: string;
                /** @description Only usage of this user; `-` is usage without a user. */
                readonly userId?: string;
                /** @description The start of the range: an ISO 8601 instant with its offset from UTC, or a date of the reporting time zone. */
                readonly from?: string | unknown | unknown;
                /** @description The end of the range, exclusive, in the same forms; a date is its first instant. Default: now. */
                readonly to?: string | unknown | unknown;
                /** @description In place of `from`: how long the range is, as an ISO 8601 duration. Days, weeks, months and years begin with a whole day of the reporting time zone, hours with a whole hour. */
                readonly last?: string;
                /** @description Only usage of these models, separated by commas. */
                readonly models?: readonly string[];
                /** @description Only usage of these features, separated by commas; `-` is usage without a feature. */
                readonly features?: readonly string[];
                /** @description Whether to count active access keys and users, which reads what each of them used. Default: true. */
                readonly active?: "true" | "false";
            };
        };
        readonly responses: {
            /** @description Totals, shares and changes. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Overview"];
                };
            };
        };
    };
    readonly getRecords: {
        readonly parameters: {
            readonly query?: {
                /** @description Only usage of this access key. */
                readonly accessKeyId?: string;
                /** @description Only usage of this user; `-` is usage without a user. */
                readonly userId?: string;
                /** @description Only usage of these models, separated by commas. */
                readonly models?: readonly string[];
                /** @description Only usage of these features, separated by commas; `-` is usage without a feature. */
                readonly features?: readonly string[];
                /** @description The start of the range: an ISO 8601 instant with its offset from UTC, or a date of the reporting time zone. */
                readonly from?: string | unknown | unknown;
                /** @description The end of the range, exclusive, in the same forms; a date is its first instant. Default: now. */
                readonly to?: string | unknown | unknown;
                /** @description In place of `from`: how long the range is, as an ISO 8601 duration. Days, weeks, months and years begin with a whole day of the reporting time zone, hours with a whole hour. */
                readonly last?: string;
                /** @description Only consumers or records with at least this many total tokens. */
                readonly minTokens?: number;
                /** @description Only records with at most this many total tokens. */
                readonly maxTokens?: number;
                /** @description Only records that cost at least this many US dollars, by `cost.usd`. What a record costs of which anything has no price is not known: it never matches. */
                readonly minCostUsd?: string;
                /** @description Only records of these statuses, separated by commas. */
                readonly status?: readonly ("ok" | "error" | "partial")[];
                /** @description Only records that were captured in one of these ways, separated by commas. */
                readonly source?: readonly ("direct" | "client" | "gateway" | "claude_code" | "anthropic_span" | "span" | "transcript" | "batch_results" | "litellm" | "langfuse" | "symfony" | "import")[];
                /** @description The records of this name, request id or message id, that meet the other conditions too: at most one for each access key. */
                readonly requestId?: string;
                /** @description The order by time; records of the same instant are ordered by request id. */
                readonly order?: "newest" | "oldest";
                /** @description The maximum number of entries on a page, or of series. */
                readonly limit?: number;
                /** @description Skips this many entries, instead of `cursor`. Later pages by offset read and drop all before them; prefer `cursor`. */
                readonly offset?: number;
                /** @description `nextCursor` of the previous page, with the other parameters unchanged. */
                readonly cursor?: string;
            };
        };
        readonly responses: {
            /** @description A page of records. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Records"];
                };
            };
        };
    };
    readonly getRecord: {
        readonly parameters: {
            readonly query?: {
                /** @description Only usage of this access key. */
                readonly accessKeyId?: string;
            };
            readonly path: {
                /** @description The name under which the record counts, or its other name. */
                readonly requestId: string;
            };
        };
        readonly responses: {
            /** @description The record. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Record"];
                };
            };
        };
    };
    readonly lookUpNames: {
        readonly parameters: {
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RecordLookupRequest"];
            };
        };
        readonly responses: {
            /** @description The names that are held. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordLookup"];
                };
            };
        };
    };
    readonly getAggregations: {
        readonly parameters: {
        };
        readonly responses: {
            /** @description The state of the roll-up. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Aggregations"];
                };
            };
        };
    };
    readonly startAggregation: {
        readonly parameters: {
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["AggregationRequest"];
            };
        };
        readonly responses: {
            /** @description What was recomputed, and what still waits. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AggregationStart"];
                };
            };
        };
    };
    readonly getQuality: {
        readonly parameters: {
            readonly query?: {
                /** @description The start of the range: an ISO 8601 instant with its offset from UTC, or a date of the reporting time zone. */
                readonly from?: string | unknown | unknown;
                /** @description The end of the range, exclusive, in the same forms; a date is its first instant. Default: now. */
                readonly to?: string | unknown | unknown;
                /** @description In place of `from`: how long the range is, as an ISO 8601 duration. Days, weeks, months and years begin with a whole day of the reporting time zone, hours with a whole hour. */
                readonly last?: string;
                /** @description The audits of so many days before `to`, instead of those of the range. */
                readonly historyDays?: number;
            };
        };
        readonly responses: {
            /** @description The comparisons and the differences. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Quality"];
                };
            };
        };
    };
    readonly listConflicts: {
        readonly parameters: {
            readonly query?: {
                /** @description The start of the range: an ISO 8601 instant with its offset from UTC, or a date of the reporting time zone. */
                readonly from?: string | unknown | unknown;
                /** @description The end of the range, exclusive, in the same forms; a date is its first instant. Default: now. */
                readonly to?: string | unknown | unknown;
                /** @description In place of `from`: how long the range is, as an ISO 8601 duration. Days, weeks, months and years begin with a whole day of the reporting time zone, hours with a whole hour. */
                readonly last?: string;
                /** @description Only usage of this access key. */
                readonly accessKeyId?: string;
                /** @description The maximum number of entries on a page, or of series. */
                readonly limit?: number;
                /** @description Skips this many entries, instead of `cursor`. Later pages by offset read and drop all before them; prefer `cursor`. */
                readonly offset?: number;
                /** @description `nextCursor` of the previous page, with the other parameters unchanged. */
                readonly cursor?: string;
            };
        };
        readonly responses: {
            /** @description Conflicts, those of the latest day first. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Conflicts"];
                };
            };
        };
    };
    readonly startRebuild: {
        readonly parameters: {
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RebuildRequest"];
            };
        };
        readonly responses: {
            /** @description The hours are marked; `Location` has the path of the rebuild. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Rebuild"];
                };
            };
        };
    };
    readonly getRebuild: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the rebuild. */
                readonly id: string;
            };
        };
        readonly responses: {
            /** @description The rebuild with its progress. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Rebuild"];
                };
            };
        };
    };
    readonly getPrices: {
        readonly parameters: {
        };
        readonly responses: {
            /** @description The shipped list prices and the overrides. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Prices"];
                };
            };
        };
    };
    readonly putPrices: {
        readonly parameters: {
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PricesRequest"];
            };
        };
        readonly responses: {
            /** @description The prices after the change. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Prices"];
                };
            };
        };
    };
    readonly listBudgets: {
        readonly parameters: {
        };
        readonly responses: {
            /** @description All budgets with their spending. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Budgets"];
                };
            };
        };
    };
    readonly createBudget: {
        readonly parameters: {
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["BudgetRequest"];
            };
        };
        readonly responses: {
            /** @description The budget, and the secret of its webhook, shown only this time. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BudgetWithTime"];
                };
            };
        };
    };
    readonly getBudget: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the budget. */
                readonly id: string;
            };
        };
        readonly responses: {
            /** @description The budget. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BudgetWithTime"];
                };
            };
        };
    };
    readonly changeBudget: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the budget. */
                readonly id: string;
            };
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["BudgetRequest"];
            };
        };
        readonly responses: {
            /** @description The budget. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BudgetWithTime"];
                };
            };
        };
    };
    readonly deleteBudget: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the budget. */
                readonly id: string;
            };
        };
        readonly responses: {
            /** @description The budget is deleted. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly getMe: {
        readonly parameters: {
        };
        readonly responses: {
            /** @description The caller. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Caller"];
                };
            };
        };
    };
    readonly listAccessKeys: {
        readonly parameters: {
            readonly query?: {
                /** @description The maximum number of entries on a page, or of series. */
                readonly limit?: number;
                /** @description Skips this many entries, instead of `cursor`. Later pages by offset read and drop all before them; prefer `cursor`. */
                readonly offset?: number;
                /** @description `nextCursor` of the previous page, with the other parameters unchanged. */
                readonly cursor?: string;
            };
        };
        readonly responses: {
            /** @description A page of access keys. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AccessKeyList"];
                };
            };
        };
    };
    readonly createAccessKey: {
        readonly parameters: {
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateAccessKeyRequest"];
            };
        };
        readonly responses: {
            /** @description The key with its secret, shown only this time. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["IssuedAccessKey"];
                };
            };
        };
    };
    readonly getAccessKey: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the access key. */
                readonly id: string;
            };
        };
        readonly responses: {
            /** @description The access key. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AccessKey"];
                };
            };
        };
    };
    readonly updateAccessKey: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the access key. */
                readonly id: string;
            };
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["UpdateAccessKeyRequest"];
            };
        };
        readonly responses: {
            /** @description The access key. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AccessKey"];
                };
            };
        };
    };
    readonly rotateAccessKey: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the access key. */
                readonly id: string;
            };
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["RotateAccessKeyRequest"];
            };
        };
        readonly responses: {
            /** @description The key with its new secret, shown only this time. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["IssuedAccessKey"];
                };
            };
        };
    };
    readonly listUsers: {
        readonly parameters: {
            readonly query?: {
                /** @description The maximum number of entries on a page, or of series. */
                readonly limit?: number;
                /** @description Skips this many entries, instead of `cursor`. Later pages by offset read and drop all before them; prefer `cursor`. */
                readonly offset?: number;
                /** @description `nextCursor` of the previous page, with the other parameters unchanged. */
                readonly cursor?: string;
                /** @description One access key or user: of the dimension, where there is one, and not with `all`. */
                readonly id?: string;
            };
        };
        readonly responses: {
            /** @description A page of users. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UserList"];
                };
            };
        };
    };
    readonly updateUserByQuery: {
        readonly parameters: {
            readonly query: {
                /** @description One access key or user: of the dimension, where there is one, and not with `all`. */
                readonly id: string;
            };
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["UpdateUserRequest"];
            };
        };
        readonly responses: {
            /** @description The user. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    readonly createUser: {
        readonly parameters: {
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateUserRequest"];
            };
        };
        readonly responses: {
            /** @description The user. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    readonly getUser: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the user. */
                readonly id: string;
            };
        };
        readonly responses: {
            /** @description The user. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    readonly updateUser: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the user. */
                readonly id: string;
            };
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["UpdateUserRequest"];
            };
        };
        readonly responses: {
            /** @description The user. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    readonly importUsers: {
        readonly parameters: {
        };
        readonly requestBody: {
            readonly content: {
                readonly "text/csv": string;
            };
        };
        readonly responses: {
            /** @description The outcome of every row. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UserImport"];
                };
            };
        };
    };
    readonly getAudit: {
        readonly parameters: {
            readonly query?: {
                /** @description The start of the range: an ISO 8601 instant with its offset from UTC, or a date of the reporting time zone. */
                readonly from?: string | unknown | unknown;
                /** @description The end of the range, exclusive, in the same forms; a date is its first instant. Default: now. */
                readonly to?: string | unknown | unknown;
                /** @description In place of `from`: how long the range is, as an ISO 8601 duration. Days, weeks, months and years begin with a whole day of the reporting time zone, hours with a whole hour. */
                readonly last?: string;
                /** @description Only entries with this in the id, user id, name or kind of the caller, in any case of letters. */
                readonly actor?: string;
                /** @description Only entries with this in the called route, in any case of letters. */
                readonly operation?: string;
                /** @description Only entries with this in the id or name of the target, in any case of letters. */
                readonly target?: string;
                /** @description Only entries with this in the IP address of the caller. */
                readonly address?: string;
                /** @description Only entries with this outcome; `refused` stands for every code of a problem. */
                readonly outcome?: "done" | "refused" | "unfinished";
                /** @description The maximum number of entries on a page, or of series. */
                readonly limit?: number;
                /** @description Skips this many entries, instead of `cursor`. Later pages by offset read and drop all before them; prefer `cursor`. */
                readonly offset?: number;
                /** @description `nextCursor` of the previous page, with the other parameters unchanged. */
                readonly cursor?: string;
            };
        };
        readonly responses: {
            /** @description A page of entries. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Audit"];
                };
            };
        };
    };
    readonly listExports: {
        readonly parameters: {
            readonly query?: {
                /** @description The maximum number of entries on a page, or of series. */
                readonly limit?: number;
                /** @description Skips this many entries, instead of `cursor`. Later pages by offset read and drop all before them; prefer `cursor`. */
                readonly offset?: number;
                /** @description `nextBefore` of the previous page. */
                readonly before?: string;
            };
        };
        readonly responses: {
            /** @description A page of exports, the newest first, without links. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Exports"];
                };
            };
        };
    };
    readonly createExport: {
        readonly parameters: {
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ExportRequest"];
            };
        };
        readonly responses: {
            /** @description The export is queued; `Location` has its path. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Export"];
                };
            };
        };
    };
    readonly getExport: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the export. */
                readonly id: string;
            };
        };
        readonly responses: {
            /** @description The export with its progress, files and totals. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Export"];
                };
            };
        };
    };
    readonly deleteExport: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the export. */
                readonly id: string;
            };
        };
        readonly responses: {
            /** @description Writing stops, and the files are deleted. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DeletedExport"];
                };
            };
        };
    };
    readonly listReports: {
        readonly parameters: {
        };
        readonly responses: {
            /** @description All reports, without columns and filters. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Reports"];
                };
            };
        };
    };
    readonly createReport: {
        readonly parameters: {
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ReportRequest"];
            };
        };
        readonly responses: {
            /** @description The report, and the secret of its webhook, shown only this time. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Report"];
                };
            };
        };
    };
    readonly getReport: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the report. */
                readonly id: string;
            };
        };
        readonly responses: {
            /** @description The report. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Report"];
                };
            };
        };
    };
    readonly changeReport: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the report. */
                readonly id: string;
            };
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ReportRequest"];
            };
        };
        readonly responses: {
            /** @description The report. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Report"];
                };
            };
        };
    };
    readonly deleteReport: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the report. */
                readonly id: string;
            };
        };
        readonly responses: {
            /** @description The report is deleted. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly listReportRuns: {
        readonly parameters: {
            readonly query?: {
                /** @description The maximum number of entries on a page, or of series. */
                readonly limit?: number;
                /** @description Skips this many entries, instead of `cursor`. Later pages by offset read and drop all before them; prefer `cursor`. */
                readonly offset?: number;
                /** @description `nextBefore` of the previous page. */
                readonly before?: string;
            };
            readonly path: {
                /** @description The id of the report. */
                readonly id: string;
            };
        };
        readonly responses: {
            /** @description A page of runs, the newest first. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReportRuns"];
                };
            };
        };
    };
    readonly runReport: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the report. */
                readonly id: string;
            };
        };
        readonly responses: {
            /** @description The run has begun; `Location` has its path. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReportRun"];
                };
            };
        };
    };
    readonly getReportRun: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the report. */
                readonly id: string;
                /** @description The id of the run. */
                readonly runId: string;
            };
        };
        readonly responses: {
            /** @description The run. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReportRun"];
                };
            };
        };
    };
    readonly listFailedMessages: {
        readonly parameters: {
            readonly query?: {
                /** @description Only the dead letters of this queue, or only quarantined records. */
                readonly place?: "live" | "bulk" | "notifications" | "quarantine";
                /** @description The maximum number of entries on a page, or of series. */
                readonly limit?: number;
                /** @description Skips this many entries, instead of `cursor`. Later pages by offset read and drop all before them; prefer `cursor`. */
                readonly offset?: number;
                /** @description `nextCursor` of the previous page, with the other parameters unchanged. */
                readonly cursor?: string;
            };
        };
        readonly responses: {
            /** @description The failed messages, without any text that could be content. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FailedMessages"];
                };
            };
        };
    };
    readonly getFailedMessage: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the message. */
                readonly id: string;
            };
        };
        readonly responses: {
            /** @description The message with all its problems. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FailedMessage"];
                };
            };
        };
    };
    readonly deleteFailedMessage: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the message. */
                readonly id: string;
            };
        };
        readonly responses: {
            /** @description The message is deleted. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly retryFailedMessage: {
        readonly parameters: {
            readonly path: {
                /** @description The id of the message. */
                readonly id: string;
            };
        };
        readonly responses: {
            /** @description The message was sent. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Retry"];
                };
            };
        };
    };
    readonly getOpenApi: {
        readonly parameters: {
        };
        readonly responses: {
            /** @description The API as an OpenAPI 3.1 document. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OpenApi"];
                };
            };
        };
    };
}
