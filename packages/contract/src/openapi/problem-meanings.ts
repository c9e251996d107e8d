import type { ProblemCode } from '../problem.ts';
import type { ProblemKindCode } from '../problem-document.ts';

/*
 * What each code means and what to do, as Markdown for the reference of errors. Only the reference imports this: the functions
 * that answer with a code do not carry its explanation.
 */

export const PROBLEM_MEANINGS: Readonly<Record<ProblemKindCode, string>> = {
  invalid_request:
    'neither a record nor a list of records, an empty list, an unknown priority, or a bad parameter or header; see `detail` and `errors`',
  range_too_large: 'the answer would need to read too many records; query a shorter range',
  invalid_json: 'the body is not JSON; `detail` has the position',
  invalid_encoding: 'the body is not UTF-8, or not what `Content-Encoding` says',
  invalid_record: 'the record breaks a rule; see its `errors`',
  too_many_tokens:
    'every record has more tokens than one call can have used; they wait among the failed messages',
  too_old: 'the record occurred before the late limit: beyond it, counting once cannot be guaranteed',
  missing_credentials: 'neither an access key nor a token was sent',
  invalid_credentials: 'no such access key, not its secret, or not a token of the sign-in',
  expired_credentials: 'the token of the sign-in has expired; refresh it',
  disabled_access_key: 'the key was disabled',
  insufficient_scope: 'the key lacks the scope that the route needs',
  insufficient_role: 'the route is not open to the groups of the person, or the token lacks the user id',
  disabled: 'every record names an access key or user that is disabled',
  not_permitted:
    'the record names another access key, which needs the scope `ingest:any`, or another user, which needs `ingest:users` or `ingest:any`',
  access_key_not_found: 'no access key has this id',
  user_not_found: 'no user of this id is registered',
  not_visible: 'the query covers usage of others, and the caller may see only their own',
  record_not_found: 'no record has this request id, or it expired or was erased',
  export_not_found: 'no export has this id, or it was deleted or has expired',
  rebuild_not_found: 'no rebuild has this id',
  report_not_found: 'no report has this id',
  run_not_found: 'the report had no run of this id in the last 400 days',
  budget_not_found: 'no budget has this id',
  failed_message_not_found: 'no failed message has this id any more',
  failed_message_busy: 'another request is reading the failed messages',
  not_recordable: 'the failed message would fail again; see `errors`',
  conflict: 'every record contradicts a stored one, or another one of the request; see `results`',
  ambiguous_request_id:
    'several access keys, listed in `accessKeys`, have a record of this name; choose one by `accessKeyId`',
  too_many_budgets: 'there are 1,000; delete one first',
  too_many_reports: 'there are 200; delete one first',
  report_changed: 'another request changed or deleted the report at the same time; read it, then try again',
  report_running: 'a run of the report is not over; `runId` names it',
  budget_changed: 'another request changed or deleted the budget at the same time; read it, then try again',
  own_access_key: 'an access key can neither disable itself nor remove its own `admin` scope',
  user_exists: 'the id is registered; change the user instead',
  changed_meanwhile: 'another request changed it at the same time',
  range_frozen: 'the records of the whole range have expired, or are about to',
  prices_changed: 'another request has changed the prices; read them again',
  rebuild_running: 'another rebuild is running; `running` names it',
  body_too_large:
    'more than 5 MB (of an import 1 MB, of prices, an export or a report 100 KB, of a budget 20 KB, of a rebuild, access key or user 10 KB), before or after decompression',
  too_complex: 'the body has more than 500,000 values, or is nested more than 100 deep',
  too_many_records: 'more than 1,000 records; send fewer at once',
  unsupported_media_type: '`Content-Type` is missing, not JSON (of an import CSV), or not UTF-8',
  unsupported_content_encoding: '`Content-Encoding` is neither `gzip` nor `identity`',
  idempotency_key_reused:
    'the `Idempotency-Key` came with another body in the last 7 days; send that body, or use another key',
  rate_limited: 'these credentials sent too many requests; retryable after `Retry-After`',
  internal_error: 'an error of the product',
  not_stored: 'neither queue nor ledger could be reached',
};

/** The same for the problem of one field (`errors[].code`). */
export const FIELD_PROBLEM_MEANINGS: Readonly<Record<ProblemCode, string>> = {
  required: 'is missing',
  wrong_type: 'has the wrong JSON type',
  out_of_range: 'is not within its bounds, or not a whole number',
  invalid_length: 'too short, too long, or too many entries',
  invalid_characters: 'contains characters that cannot be transported',
  invalid_format: 'has the wrong form',
  not_allowed: 'is not one of the allowed values',
  reserved_value: 'is `-`, or an id that begins with `idem:`',
  unknown_field:
    'is not a known field; `message` names the one that it is like, such as `userId` for `user_id`',
  content_refused: 'is a field that could carry content, or a sentence where a name belongs',
  secret_refused: 'holds what looks like an API key or another credential',
  conflicting_fields: 'cannot be combined with another field',
  overlapping_days: 'sets a price that another entry sets for the same day',
  unusual_order: 'prices out of their usual order, so two were probably swapped; `force` accepts them',
  inconsistent_counts: 'the 5-minute and 1-hour cache writes sum to more than their total',
  missing_identity: 'has no request id',
  not_permitted: 'names another access key or user',
  disabled: 'names an access key or user that is disabled',
  too_old: 'occurred before the late limit',
  too_many_tokens: 'has more tokens than `maxTokensPerRecord`',
  too_many_problems: 'has more problems than are listed',
};
