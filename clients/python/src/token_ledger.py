"""Reports what calls of Anthropic's API used to a Token Ledger.

    from anthropic import Anthropic
    from token_ledger import token_ledger

    anthropic = Anthropic(middleware=[token_ledger()])

`TOKEN_LEDGER_URL` and `TOKEN_LEDGER_KEY` name the ledger and an access key with the scope `ingest`. Prompts and answers are
never read into a report. Needs Python 3.10 or newer and nothing beside its standard library: install the package, or copy
this file.
"""

from __future__ import annotations

import atexit
import base64
import collections
import contextlib
import contextvars
import dataclasses
import datetime
import email.utils
import functools
import json
import logging
import os
import random
import re
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
import weakref
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    from anthropic import Middleware

__all__ = [
    "Ledger",
    "LedgerError",
    "LedgerStats",
    "UsageData",
    "flush_after_invocation",
    "token_ledger",
    "usage_context",
]
__version__ = "1.0.0"

_log = logging.getLogger("token_ledger")

ErrorCode = Literal["not_configured", "buffer_full", "rejected", "unavailable", "not_captured"]


class LedgerError(Exception):
    """Why usage did not reach the ledger, or not yet. Passed to `on_error`; never raised into the caller's path.

    `code` is `not_configured` (no endpoint or access key, or closed), `buffer_full` (records were dropped), `rejected` (the
    ledger refuses a record for good), `unavailable` (records are kept and sent again) or `not_captured` (a response could not
    be read for its usage). The message holds no content and no secret.
    """

    def __init__(
        self,
        code: ErrorCode,
        message: str,
        *,
        records: int = 0,
        status: int | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.records = records
        self.status = status
        self.request_id = request_id


@dataclasses.dataclass(frozen=True)
class UsageData:
    """The token counts of one call, as a value: missing counts are 0, and the sums have one meaning each."""

    input_tokens: int = 0
    """Uncached prompt tokens."""
    output_tokens: int = 0
    """All output tokens, thinking included."""
    cache_creation_tokens: int = 0
    """Prompt tokens written to the cache."""
    cache_read_tokens: int = 0
    """Prompt tokens read from the cache."""

    @classmethod
    def of(cls, usage: Any) -> UsageData:
        """From Anthropic's usage object, of the SDK or as a dictionary."""
        counts = _as_dict(usage)
        return cls(
            input_tokens=counts.get("input_tokens") or 0,
            output_tokens=counts.get("output_tokens") or 0,
            cache_creation_tokens=counts.get("cache_creation_input_tokens") or 0,
            cache_read_tokens=counts.get("cache_read_input_tokens") or 0,
        )

    @property
    def total_tokens(self) -> int:
        """Input + output + cache creation + cache read."""
        return self.effective_tokens + self.cache_creation_tokens + self.cache_read_tokens

    @property
    def effective_tokens(self) -> int:
        """Input + output."""
        return self.input_tokens + self.output_tokens


# --- The background ledger -------------------------------------------------------------------------------------------


class _Record(NamedTuple):
    """A record as it is sent, encoded once."""

    json: bytes
    name: str


class _Outcome(NamedTuple):
    """What became of one record. A failed one may be sent again: a call counts once under its name."""

    kind: Literal["accepted", "rejected", "failed"]
    code: str = ""
    message: str = ""


class _Answer(NamedTuple):
    outcomes: Sequence[_Outcome]
    status: int | None = None
    retry_after: float = 0.0


@dataclasses.dataclass(frozen=True)
class LedgerStats:
    """What a ledger did since it was created."""

    collected: int
    """Taken into the buffer."""
    accepted: int
    rejected: int
    """Refused for good by the ledger."""
    dropped: int
    """Lost because the buffer was full, or because nothing is configured."""
    pending: int
    """Waiting, or on their way."""


class Ledger:
    """Reports usage in the background: in batches, in bounded memory, sent again until the ledger answers.

    A batch leaves when it has `max_batch_records` records or `max_batch_bytes` bytes, or when a record waited
    `max_delay_seconds`. Records that wait take at most `max_buffer_bytes`; beyond that, `when_full` decides which are dropped,
    and counted. After a failure the next attempt follows within `retry_delay_seconds`, at random; the limit doubles up to
    `max_retry_delay_seconds`, and a longer `Retry-After` is respected, up to an hour. What is left when the program ends is sent
    then, for at most `exit_flush_seconds`. After `os.fork`, what the parent collected stays with the parent.
    """

    def __init__(
        self,
        endpoint: str | None = None,
        access_key: str | None = None,
        *,
        priority: Literal["live", "bulk"] = "live",
        max_batch_records: int = 100,
        max_batch_bytes: int = 262_144,
        max_delay_seconds: float = 1.0,
        max_buffer_bytes: int = 16_777_216,
        when_full: Literal["drop_newest", "drop_oldest"] = "drop_newest",
        retry_delay_seconds: float = 0.5,
        max_retry_delay_seconds: float = 30.0,
        request_timeout_seconds: float = 10.0,
        exit_flush_seconds: float = 5.0,
        on_error: Callable[[LedgerError], None] | None = None,
    ) -> None:
        if when_full not in ("drop_newest", "drop_oldest"):
            raise ValueError(f"when_full must be 'drop_newest' or 'drop_oldest', not {when_full!r}")
        if priority not in ("live", "bulk"):
            raise ValueError(f"priority must be 'live' or 'bulk', not {priority!r}")
        endpoint = endpoint or os.environ.get("TOKEN_LEDGER_URL")
        access_key = access_key or os.environ.get("TOKEN_LEDGER_KEY")
        self._transport = (
            _HttpTransport(endpoint, access_key, priority, request_timeout_seconds) if endpoint and access_key else None
        )
        self._max_batch_records = min(max_batch_records, _MAX_REQUEST_RECORDS)
        self._max_batch_bytes = min(max_batch_bytes, _MAX_REQUEST_BYTES)
        self._max_delay = max_delay_seconds
        self._max_buffer_bytes = max_buffer_bytes
        self._when_full = when_full
        self._retry_delay = retry_delay_seconds
        self._max_retry_delay = max_retry_delay_seconds
        self._exit_flush = exit_flush_seconds
        self._on_error = on_error or _warn_once()
        self._closed = False
        self._counts = collections.Counter[str]()
        self._start_empty()
        _ledgers.add(self)

    def _start_empty(self) -> None:
        # Reentrant: a stream that the garbage collector closes reports itself, perhaps while this thread holds the lock.
        self._changed = threading.Condition(threading.RLock())
        self._waiting: collections.deque[_Record] = collections.deque()
        self._waiting_bytes = 0
        self._waiting_since = 0.0
        self._in_flight = 0
        self._failures = 0
        self._failed_at = 0.0
        self._not_before = 0.0
        self._flushing = 0
        self._worker: threading.Thread | None = None
        self._is_starting = False

    def collect(
        self,
        *,
        model: str,
        usage: Any = None,
        request_id: str | None = None,
        message_id: str | None = None,
        occurred_at: datetime.datetime | int | str | None = None,
        access_key_id: str | None = None,
        user_id: str | None = None,
        feature: str | None = None,
        endpoint: str | None = None,
        stop_reason: str | None = None,
        temperature: float | None = None,
        max_tokens: int | None = None,
        status: Literal["ok", "error", "partial"] | None = None,
        billed_to: Literal["organization", "user_profile"] | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> None:
        """Reports one call in the background. Never waits for the ledger, and never fails because of it.

        `usage` is Anthropic's object, of the SDK or as a dictionary. `request_id` is the `request-id` header of its response
        and `message_id` the id of its message: a call counts once under either. Without both the record gets an id of its
        own. `occurred_at` is a time, an ISO 8601 text or milliseconds since the epoch; by default it is now.
        """
        self._collect(
            {
                "requestId": request_id,
                "messageId": message_id,
                "occurredAt": occurred_at,
                "accessKeyId": access_key_id,
                "userId": user_id,
                "model": model,
                "feature": feature,
                "endpoint": endpoint,
                "stopReason": stop_reason,
                "temperature": temperature,
                "maxTokens": max_tokens,
                "status": status,
                "billedTo": billed_to,
                "usage": usage,
                "metadata": metadata,
            }
        )

    def collect_message(
        self,
        message: Any,
        *,
        user_id: str | None = None,
        feature: str | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> None:
        """Reports a message of the SDK, or its dictionary, in the background: its request id and usage, not its content."""
        try:
            get = message.get if isinstance(message, Mapping) else functools.partial(_attribute, message)
            record = {
                **_context({"userId": user_id, "feature": feature, "metadata": metadata}, {}),
                "requestId": get("_request_id"),
                "messageId": get("id"),
                "model": get("model"),
                "stopReason": get("stop_reason"),
                "endpoint": "/v1/messages",
                "usage": get("usage"),
            }
        except Exception as error:
            self._report("rejected", f"A message cannot be read: {type(error).__name__}.", records=1)
            return
        self._collect(record)

    def flush(self, timeout_seconds: float = 5.0) -> bool:
        """Waits until everything collected is accepted or refused. Returns whether it is: what is not stays in the buffer."""
        deadline = time.monotonic() + timeout_seconds
        with self._changed:
            self._flushing += 1
            self._changed.notify_all()
            try:
                while self._pending() > 0:
                    left = deadline - time.monotonic()
                    if left <= 0:
                        return False
                    if self._has_worker():
                        self._changed.wait(min(left, threading.TIMEOUT_MAX))
                    else:
                        self._send_here(deadline)
                return True
            finally:
                self._flushing -= 1

    def close(self, timeout_seconds: float = 5.0) -> bool:
        """Flushes, then reports nothing more."""
        self._closed = True
        return self.flush(timeout_seconds)

    def stats(self) -> LedgerStats:
        with self._changed:
            counts = {name: self._counts[name] for name in ("collected", "accepted", "rejected", "dropped")}
            return LedgerStats(**counts, pending=self._pending())

    def _pending(self) -> int:
        return len(self._waiting) + self._in_flight

    def _collect(self, record: Mapping[str, Any]) -> None:
        try:
            encoded = _encode(record)
        except Exception as error:
            self._drop(1, "rejected", f"A record cannot be written as JSON: {type(error).__name__}.")
            return
        if self._closed or not self._transport:
            closed = "The ledger was closed."
            self._drop(1, "not_configured", closed if self._closed else _NOT_CONFIGURED)
            return
        with self._changed:
            self._counts["collected"] += 1
            dropped = self._add(encoded)
            self._has_worker()
            self._changed.notify_all()
        if dropped > 0:
            message = f"The buffer of {self._max_buffer_bytes} bytes is full; records are dropped."
            self._drop(dropped, "buffer_full", message)

    def _add(self, record: _Record) -> int:
        """Adds a record. Returns how many were dropped for it, or because of it."""
        size = len(record.json)
        if size > self._max_buffer_bytes:
            return 1
        dropped = 0
        while self._waiting_bytes + size > self._max_buffer_bytes:
            # What is on its way again counts, too, so there may be nothing left to drop.
            if self._when_full == "drop_newest" or not self._waiting:
                return dropped + 1
            self._waiting_bytes -= len(self._waiting.popleft().json)
            dropped += 1
        if not self._waiting:
            self._waiting_since = time.monotonic()
        self._waiting.append(record)
        self._waiting_bytes += size
        return dropped

    def _has_worker(self) -> bool:
        """Whether a thread sends in the background; starts it if there is none."""
        if self._worker and (self._is_starting or self._worker.is_alive()):
            return True
        # A stream that the garbage collector closes meanwhile comes here, too, in this thread: it must not start another.
        self._is_starting = True
        try:
            self._worker = threading.Thread(target=self._work, name="token-ledger", daemon=True)
            self._worker.start()
        except RuntimeError:
            # The interpreter is shutting down and starts no threads.
            self._worker = None
        finally:
            self._is_starting = False
        return self._worker is not None

    def _seconds_until_due(self) -> float | None:
        """How long the next batch must wait; None if there is none."""
        if not self._waiting:
            return None
        now = time.monotonic()
        if self._flushing:
            # Someone waits, so a pause after a failure is cut short, but never to less than a moment.
            return min(self._not_before, self._failed_at + min(self._retry_delay, 0.1)) - now
        full = len(self._waiting) >= self._max_batch_records or self._waiting_bytes >= self._max_batch_bytes
        due = now if full else self._waiting_since + self._max_delay
        return max(due, self._not_before) - now

    def _work(self) -> None:
        while True:
            try:
                batch = self._next_batch()
                if batch is None:
                    return
                self._send(batch)
            except Exception as error:
                # If this thread ended, nothing more would be sent.
                self._report("unavailable", f"Sending failed: {type(error).__name__}. It is tried again.")
                time.sleep(_PAUSE_SECONDS)

    def _next_batch(self) -> list[_Record] | None:
        """Waits until a batch is due. None if there is none for a while: then this thread ends."""
        with self._changed:
            while True:
                pause = self._seconds_until_due()
                if pause is not None and pause <= 0:
                    return self._take()
                woken = self._changed.wait(_IDLE_SECONDS if pause is None else min(pause, threading.TIMEOUT_MAX))
                if not woken and not self._waiting:
                    self._worker = None
                    return None

    def _send_here(self, deadline: float) -> None:
        """Sends a batch in this thread, because no other can be started."""
        pause = self._seconds_until_due()
        if pause is not None:
            time.sleep(max(0.0, min(pause, deadline - time.monotonic())))
            self._send(self._take())

    def _take(self) -> list[_Record]:
        batch: list[_Record] = []
        size = 0
        while self._waiting and len(batch) < self._max_batch_records:
            size += len(self._waiting[0].json)
            if batch and size > self._max_batch_bytes:
                break
            batch.append(self._waiting.popleft())
        self._waiting_bytes -= sum(len(record.json) for record in batch)
        self._waiting_since = time.monotonic()
        self._in_flight = len(batch)
        return batch

    def _send(self, batch: Sequence[_Record]) -> None:
        assert self._transport is not None
        try:
            answer = self._transport.send(batch)
        except BaseException as error:
            failed = _Outcome("failed", message=f"Sending failed: {type(error).__name__}.")
            self._settle(batch, _Answer([failed] * len(batch)))
            if not isinstance(error, Exception):
                raise
        else:
            self._settle(batch, answer)

    def _settle(self, batch: Sequence[_Record], answer: _Answer) -> None:
        """Counts what the ledger answered, and puts back what failed."""
        again = [record for record, outcome in zip(batch, answer.outcomes) if outcome.kind == "failed"]
        with self._changed:
            self._in_flight = 0
            # They were in the buffer before, so they are kept even if it is full now.
            self._waiting.extendleft(reversed(again))
            self._waiting_bytes += sum(len(record.json) for record in again)
            for outcome in answer.outcomes:
                self._counts[outcome.kind] += 1
            if again:
                limit = min(self._max_retry_delay, self._retry_delay * 2 ** min(self._failures, 16))
                self._failures += 1
                self._failed_at = time.monotonic()
                # At random, so that many programs do not return at the same moment.
                self._not_before = self._failed_at + max(answer.retry_after, random.uniform(0, limit))
            else:
                self._failures = 0
                self._failed_at = self._not_before = 0.0
            self._changed.notify_all()
        for record, outcome in zip(batch, answer.outcomes):
            if outcome.kind == "rejected":
                message = f"The ledger refused a record ({outcome.code}): {outcome.message}"
                self._report("rejected", message, records=1, request_id=record.name)
        if again:
            reason = next(outcome.message for outcome in answer.outcomes if outcome.kind == "failed")
            message = f"{reason} The records are sent again."
            self._report("unavailable", message, records=len(again), status=answer.status)

    def _drop(self, records: int, code: ErrorCode, message: str) -> None:
        with self._changed:
            self._counts["dropped"] += records
        self._report(code, message, records=records)

    def _report(self, code: ErrorCode, message: str, **details: Any) -> None:
        try:
            self._on_error(LedgerError(code, message, **details))
        except Exception:
            _log.debug("on_error failed", exc_info=True)


_NOT_CONFIGURED = "Usage is not reported: set TOKEN_LEDGER_URL and TOKEN_LEDGER_KEY."


# A thread that had nothing to send for so long ends; the next record starts another.
_IDLE_SECONDS = 10.0
# After an error that nothing here foresees.
_PAUSE_SECONDS = 0.5


def _warn_once() -> Callable[[LedgerError], None]:
    warned: set[str] = set()

    def warn(error: LedgerError) -> None:
        if error.code not in warned:
            warned.add(error.code)
            _log.warning("Token Ledger: %s Pass on_error to see every error.", error)

    return warn


def _encode(record: Mapping[str, Any]) -> _Record:
    """The record with all that must not change when it is sent again: its name, and the time."""
    fields = {name: value for name, value in record.items() if value is not None}
    name = fields.get("requestId") or fields.get("messageId")
    if not name:
        # It counts once however often it is sent, but cannot join other reports of the call.
        name = fields["requestId"] = f"tlc_{uuid.uuid4()}"
    occurred_at = fields.get("occurredAt")
    if isinstance(occurred_at, datetime.datetime):
        fields["occurredAt"] = int(occurred_at.timestamp() * 1000)
    elif occurred_at is None:
        fields["occurredAt"] = _now_ms()
    fields.setdefault("source", "client")
    if "usage" in fields:
        fields["usage"] = _as_dict(fields["usage"])
    if "metadata" in fields:
        fields["metadata"] = dict(fields["metadata"])
    return _Record(json.dumps(fields, separators=(",", ":"), allow_nan=False).encode(), name)


def _as_dict(usage: Any) -> dict[str, Any]:
    if usage is None:
        return {}
    if isinstance(usage, Mapping):
        return dict(usage)
    # Models of the SDK are those of Pydantic.
    dumped: dict[str, Any] = usage.model_dump(mode="json", exclude_unset=True)
    return dumped


def _attribute(message: Any, name: str) -> Any:
    return getattr(message, name, None)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


_ledgers: weakref.WeakSet[Ledger] = weakref.WeakSet()


@atexit.register
def _flush_at_exit() -> None:
    started = time.monotonic()
    for ledger in list(_ledgers):
        # One that was closed was given its time.
        if not ledger._closed and ledger.stats().pending > 0:
            ledger.flush(started + ledger._exit_flush - time.monotonic())


def _forget_in_child() -> None:
    for ledger in list(_ledgers):
        ledger._start_empty()
        ledger._counts.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)


_default_ledger: Ledger | None = None
_default_lock = threading.Lock()


def _shared_ledger() -> Ledger:
    """The ledger of the environment variables, created when it is first needed."""
    global _default_ledger
    with _default_lock:
        if _default_ledger is None:
            _default_ledger = Ledger()
        return _default_ledger


_Handler = TypeVar("_Handler", bound=Callable[..., Any])


def flush_after_invocation(
    ledger: Ledger | None = None, timeout_seconds: float = 2.0
) -> Callable[[_Handler], _Handler]:
    """Decorates a Lambda handler so that what an invocation collected is reported before its environment is frozen.

    Waits at most `timeout_seconds`; what is left goes with the next invocation.
    """

    def decorate(handler: _Handler) -> _Handler:
        @functools.wraps(handler)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            try:
                return handler(*args, **kwargs)
            finally:
                (ledger or _shared_ledger()).flush(timeout_seconds)

        return wrapped  # type: ignore[return-value]

    return decorate


# --- The way to the ledger over HTTP ---------------------------------------------------------------------------------

# Limits of `POST /v1/usage`; the bytes leave room for what stands around the records.
_MAX_REQUEST_RECORDS = 1000
_MAX_REQUEST_BYTES = 4_900_000

# Statuses after which the same records may be accepted later: a key that is being rotated comes back, too.
_TEMPORARY = frozenset({401, 403, 404, 408, 425, 429})


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirected request would lose its body and take the access key elsewhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class _HttpTransport:
    def __init__(self, endpoint: str, access_key: str, priority: str, timeout_seconds: float) -> None:
        self._url = f"{endpoint.rstrip('/')}/v1/usage"
        self._headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {access_key}",
            "User-Agent": f"token-ledger-python/{__version__}",
        }
        self._before = f'{{"priority":"{priority}","records":['.encode()
        self._timeout = timeout_seconds
        self._opener = urllib.request.build_opener(_NoRedirects())

    def send(self, records: Sequence[_Record]) -> _Answer:
        """Sends records; never raises. What goes wrong is the outcome of the records."""
        body = self._before + b",".join(record.json for record in records) + b"]}"
        try:
            request = urllib.request.Request(self._url, data=body, headers=self._headers, method="POST")
            with self._open(request) as response:
                status, headers = response.status, response.headers
                text = response.read()
        except Exception as error:
            # The name alone: messages of network errors may hold addresses.
            cause = getattr(error, "reason", error)
            failed = _Outcome("failed", message=f"The ledger cannot be reached: {type(cause).__name__}.")
            return _Answer([failed] * len(records))
        if status == 413 and len(records) > 1:
            middle = (len(records) + 1) // 2
            first, second = self.send(records[:middle]), self.send(records[middle:])
            return second._replace(outcomes=[*first.outcomes, *second.outcomes])
        retry_after = _retry_after_seconds(headers.get("Retry-After"))
        try:
            outcomes = _outcomes(len(records), status, _parse(text))
        except Exception as error:
            # A ledger answers otherwise, so nothing is known about the records.
            failed = _Outcome("failed", message=f"The answer of the ledger cannot be read: {type(error).__name__}.")
            outcomes = [failed] * len(records)
        return _Answer(outcomes, status, retry_after)

    def _open(self, request: urllib.request.Request) -> Any:
        try:
            return self._opener.open(request, timeout=self._timeout)
        except urllib.error.HTTPError as error:
            # An answer like every other.
            return error


def _outcomes(count: int, status: int, answer: Any) -> list[_Outcome]:
    """The answer names every record, also when it is a problem document because none was accepted."""
    message = f"The ledger answered with status {status}."
    temporary = status >= 500 or status < 400 or status in _TEMPORARY
    document = answer if isinstance(answer, dict) else {}
    code = str(document.get("code", "unexpected_answer"))
    whole = _Outcome("failed", message=message) if temporary else _Outcome("rejected", code, message)
    listed = document.get("results")
    results = {
        result.get("index"): result
        for result in (listed if isinstance(listed, list) else [])
        if isinstance(result, dict)
    }
    return [_outcome(results[index]) if index in results else whole for index in range(count)]


def _outcome(result: Mapping[str, Any]) -> _Outcome:
    status = str(result.get("status"))
    code = str(result.get("code") or status)
    answered = f"The ledger answered {code}."
    if status == "accepted":
        return _Outcome("accepted")
    if status == "failed" or result.get("retryable"):
        return _Outcome("failed", message=answered)
    problems = [problem for problem in result.get("errors") or [] if isinstance(problem, dict)]
    details = "; ".join(f"{problem.get('path', '')} {problem.get('message', '')}".strip() for problem in problems)
    return _Outcome("rejected", code, details or answered)


# A longer pause is not taken from an answer: a proxy or a wrong clock may ask for years.
_MAX_RETRY_AFTER_SECONDS = 3600.0


def _retry_after_seconds(header: str | None) -> float:
    """Seconds, or a date; RFC 9110, section 10.2.3."""
    if not header:
        return 0.0
    try:
        if header.isascii() and header.isdigit():
            seconds = float(header)
        else:
            seconds = email.utils.parsedate_to_datetime(header).timestamp() - time.time()
    except Exception:
        return 0.0
    return min(max(0.0, seconds), _MAX_RETRY_AFTER_SECONDS)


def _parse(text: bytes | bytearray) -> Any:
    """None if it is no JSON, or nested too deeply."""
    try:
        return json.loads(text)
    except Exception:
        return None


# --- Who, and what for -----------------------------------------------------------------------------------------------

_current: contextvars.ContextVar[Mapping[str, Any]] = contextvars.ContextVar("token_ledger_context", default={})


@contextlib.contextmanager
def usage_context(
    *, user_id: str | None = None, feature: str | None = None, metadata: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Attaches a user, feature or metadata to every call made inside. An inner context adds to the outer one."""
    inner = {"userId": user_id, "feature": feature, "metadata": metadata}
    token = _current.set(_context(_current.get(), inner))
    try:
        yield
    finally:
        _current.reset(token)


def _context(outer: Mapping[str, Any], inner: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**outer, **{name: value for name, value in inner.items() if value is not None}}
    metadata = {**(outer.get("metadata") or {}), **(inner.get("metadata") or {})}
    return {**merged, "metadata": metadata or None}


# --- Capturing responses of the SDK ----------------------------------------------------------------------------------


def token_ledger(
    *,
    ledger: Ledger | None = None,
    user_id: str | None = None,
    feature: str | None = None,
    metadata: Mapping[str, str] | None = None,
) -> Middleware:
    """Middleware for `Anthropic` and `AsyncAnthropic`, also of Bedrock and Vertex, that reports what each call used.

    Without `ledger` it reports to the one of `TOKEN_LEDGER_URL` and `TOKEN_LEDGER_KEY`. User, feature and metadata are
    attached to each call; those of `usage_context` win. It runs once for each attempt; only answered ones are reported.
    """
    from anthropic import Middleware

    own = {"userId": user_id, "feature": feature, "metadata": metadata}

    def capture(request: Any, response: Any, started_ms: int) -> None:
        target = ledger or _shared_ledger()
        try:
            _capture(request, response, started_ms, target, _context(own, _current.get()))
        except Exception as error:
            message = f"A response could not be observed: {type(error).__name__}."
            target._report("not_captured", message, records=1)

    class TokenLedger(Middleware):
        def handle(self, request: Any, call_next: Any) -> Any:
            started_ms = _now_ms()
            response = call_next(request)
            capture(request, response, started_ms)
            return response

        async def handle_async(self, request: Any, call_next: Any) -> Any:
            started_ms = _now_ms()
            response = await call_next(request)
            capture(request, response, started_ms)
            return response

    return TokenLedger()


# The gateway has recorded the call itself.
_RECORDED_HEADER = "x-token-ledger"
# Calls that are billed, as the SDK addresses them, on Bedrock and Vertex, too.
_BILLED_PATH = re.compile(r"/v1/messages$")
# Results of a batch: one line, and one record, for each of its calls.
_BATCH_RESULTS_PATH = re.compile(r"/v1/messages/batches/[^/]+/results$")


def _capture(request: Any, response: Any, started_ms: int, ledger: Ledger, context: Mapping[str, Any]) -> None:
    """Observes a response on its way to the caller, and reports what the call used when its body ends."""
    http = getattr(response, "http_response", None)
    if http is None:
        return
    path = request.url.partition("?")[0]
    is_batch = _BATCH_RESULTS_PATH.search(path) is not None
    if not is_batch and not _BILLED_PATH.search(path):
        return
    if not http.is_success or http.headers.get(_RECORDED_HEADER) == "recorded":
        return
    # Bedrock names a call in a header of its own, by which its logs know it, too. The request id of a download names the
    # download, not the calls whose results it has.
    request_id = None if is_batch else http.headers.get("request-id") or http.headers.get("x-amzn-requestid")

    def report(call: Mapping[str, Any]) -> None:
        fixed = {"requestId": request_id, "occurredAt": started_ms, "endpoint": "/v1/messages"}
        ledger._collect({**context, **fixed, **call})

    def report_unread() -> None:
        # Answered, but left or cut off before the answer stated any usage: all that is known is that the call was made.
        model = request.json.get("model") if isinstance(request.json, Mapping) else None
        if request_id and model:
            report({"model": model, "status": "partial", "usage": {"output_tokens": 0}})

    content_type = http.headers.get("content-type", "")
    reader: _Reader
    if is_batch:
        reader = _BatchResults(report)
    elif "text/event-stream" in content_type:
        reader = _Stream(_split_events, report, report_unread)
    elif "application/vnd.amazon.eventstream" in content_type:
        reader = _Stream(_split_frames, report, report_unread)
    else:
        reader = _Message(report, report_unread)
    tap = _Tap(reader, functools.partial(ledger._report, "not_captured"))
    if http.is_closed:
        # The SDK has read it already.
        tap.observe(http.content)
        tap.end(complete=True)
    else:
        http._token_ledger_tap = tap
        base: Any = type(http)
        http.__class__ = _tapped(base)


@functools.lru_cache(maxsize=None)
def _tapped(base: Any) -> Any:
    """A class of responses whose decoded chunks pass by a tap as the caller pulls them: nothing is read ahead.

    A class, because functions on the instance would refer to it: only the garbage collector would free it.
    """

    class Tapped(base):  # type: ignore[misc]  # httpx and httpx2 have one each, and neither is needed here.
        _token_ledger_tap: _Tap

        def iter_bytes(self, *args: Any, **kwargs: Any) -> Iterator[bytes]:
            return self._token_ledger_tap.read(super().iter_bytes(*args, **kwargs))

        def aiter_bytes(self, *args: Any, **kwargs: Any) -> AsyncIterator[bytes]:
            return self._token_ledger_tap.aread(super().aiter_bytes(*args, **kwargs))

        def close(self) -> None:
            try:
                super().close()
            finally:
                self._token_ledger_tap.closed()

        async def aclose(self) -> None:
            try:
                await super().aclose()
            finally:
                self._token_ledger_tap.closed()

    Tapped.__name__, Tapped.__qualname__, Tapped.__module__ = base.__name__, base.__qualname__, base.__module__
    return Tapped


class _Tap:
    """Shows a reader the chunks of a body, and once that it ended, broke off or was left."""

    def __init__(self, reader: _Reader, on_error: Callable[..., None]) -> None:
        self._reader = reader
        self._on_error = on_error
        self._pulling = False
        self._ended = False

    def read(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        try:
            while (chunk := self._pull(chunks)) is not None:
                self.observe(chunk)
                yield chunk
            self.end(complete=True)
        finally:
            self.end(complete=False)

    def _pull(self, chunks: Iterator[bytes]) -> bytes | None:
        self._pulling = True
        try:
            return next(chunks, None)
        finally:
            self._pulling = False

    async def aread(self, chunks: Any) -> AsyncIterator[bytes]:
        try:
            async with contextlib.aclosing(chunks):
                while (chunk := await self._apull(chunks)) is not None:
                    self.observe(chunk)
                    yield chunk
            self.end(complete=True)
        finally:
            self.end(complete=False)

    async def _apull(self, chunks: Any) -> bytes | None:
        self._pulling = True
        try:
            return await anext(chunks, None)
        finally:
            self._pulling = False

    def __del__(self) -> None:
        # A response that nobody read is dropped without being closed.
        if not sys.is_finalizing():
            self.end(complete=False)

    def closed(self) -> None:
        # A response closes itself at the end of its body, perhaps before the last chunk is handed over.
        if not self._pulling:
            self.end(complete=False)

    def observe(self, chunk: bytes) -> None:
        if not self._ended:
            self._guard(lambda: self._reader.feed(chunk))

    def end(self, *, complete: bool) -> None:
        if not self._ended:
            self._ended = True
            self._guard(lambda: self._reader.end(complete))

    def _guard(self, work: Callable[[], None]) -> None:
        """What is observed must not change what the caller receives."""
        try:
            work()
        except Exception as error:
            self._ended = True
            self._on_error(f"A response could not be read: {type(error).__name__}.", records=1)


class _Reader:
    """Finds out what a call used from the body of its response."""

    def feed(self, chunk: bytes) -> None:
        raise NotImplementedError

    def end(self, complete: bool) -> None:
        raise NotImplementedError


# More of a body or of a line is not held; Anthropic's largest answers stay far below.
_MAX_MESSAGE_BYTES = 33_554_432


class _Message(_Reader):
    """A message in one piece."""

    def __init__(self, report: Callable[[Mapping[str, Any]], None], report_unread: Callable[[], None]) -> None:
        self._report = report
        self._report_unread = report_unread
        self._body = bytearray()
        self._is_too_long = False

    def feed(self, chunk: bytes) -> None:
        self._is_too_long = self._is_too_long or len(self._body) + len(chunk) > _MAX_MESSAGE_BYTES
        if not self._is_too_long:
            self._body += chunk

    def end(self, complete: bool) -> None:
        call = _call_of(_parse(bytes(self._body))) if complete and not self._is_too_long else None
        if call:
            self._report(call)
        elif not complete:
            self._report_unread()


class _BatchResults(_Reader):
    """The results of a batch, one in each line. Only calls that succeeded were billed."""

    def __init__(self, report: Callable[[Mapping[str, Any]], None]) -> None:
        self._report = report
        self._rest = bytearray()

    def feed(self, chunk: bytes) -> None:
        self._rest += chunk
        if b"\n" in chunk:
            *lines, self._rest = self._rest.split(b"\n")
            for line in lines:
                self._read(line)
        if len(self._rest) > _MAX_MESSAGE_BYTES:
            raise ValueError("line too long")

    def end(self, complete: bool) -> None:
        if complete:
            self._read(self._rest)

    def _read(self, line: bytes | bytearray) -> None:
        parsed = _parse(line)
        result = parsed.get("result") if isinstance(parsed, dict) else None
        if isinstance(result, dict) and result.get("type") == "succeeded":
            call = _call_of(result.get("message"))
            if call:
                self._report(call)


def _call_of(message: Any) -> dict[str, Any] | None:
    if not isinstance(message, dict) or message.get("type") != "message":
        return None
    if not message.get("model") or not isinstance(message.get("usage"), dict):
        return None
    return {
        "messageId": message.get("id"),
        "model": message["model"],
        "stopReason": message.get("stop_reason"),
        "status": "ok",
        "usage": message["usage"],
    }


class _Stream(_Reader):
    """The events of a streamed message.

    Counts in `message_delta` are cumulative: they replace those known so far, null and missing ones do not. The split of
    cache writes, tier, geography and speed come with `message_start` only.
    """

    def __init__(
        self,
        split: Callable[[bytearray], Iterator[bytes]],
        report: Callable[[Mapping[str, Any]], None],
        report_unread: Callable[[], None],
    ) -> None:
        self._split = split
        self._report = report
        self._report_unread = report_unread
        self._rest = bytearray()
        self._start: dict[str, Any] = {}
        self._usage: dict[str, Any] = {}
        self._stop_reason: str | None = None
        self._is_complete = False

    def feed(self, chunk: bytes) -> None:
        self._rest += chunk
        for data in self._split(self._rest):
            event = _parse(data)
            if isinstance(event, dict):
                self._add(event)

    def _add(self, event: Mapping[str, Any]) -> None:
        kind = event.get("type")
        message, usage, delta = (_object(event.get(name)) for name in ("message", "usage", "delta"))
        if kind == "message_start":
            self._start = {"messageId": message.get("id"), "model": message.get("model")}
            self._usage = {**_object(message.get("usage"))}
        elif kind == "message_delta":
            self._usage.update({name: value for name, value in usage.items() if value is not None})
            self._stop_reason = delta.get("stop_reason") or self._stop_reason
        elif kind == "message_stop":
            self._is_complete = True

    def end(self, complete: bool) -> None:
        if not self._start.get("model"):
            self._report_unread()
            return
        status = "ok" if self._is_complete else "partial"
        self._report({**self._start, "stopReason": self._stop_reason, "status": status, "usage": self._usage})


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


# A server-sent event longer than this is skipped: those that carry usage are short.
_MAX_EVENT_BYTES = 1_048_576
_END_OF_EVENT = re.compile(rb"\r\n\r\n|\n\n|\r\r")
_USAGE_EVENT = re.compile(rb"^event: ?message_", re.MULTILINE)
_DATA = re.compile(rb"^data: ?(.*)$", re.MULTILINE)


def _split_events(rest: bytearray) -> Iterator[bytes]:
    """Takes the complete server-sent events out of `rest`, and yields the data of those that carry usage."""
    start = 0
    for end in _END_OF_EVENT.finditer(rest):
        event = bytes(rest[start : end.start()]).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        start = end.end()
        if _USAGE_EVENT.search(event):
            yield b"\n".join(_DATA.findall(event))
    del rest[:start]
    if len(rest) > _MAX_EVENT_BYTES:
        # What follows of it is one event without a name. An empty line may have begun.
        del rest[:-3]


# A frame of Bedrock has at most 16 MiB of payload, and 128 KiB of headers.
_MAX_FRAME_BYTES = 16_908_304


def _split_frames(rest: bytearray) -> Iterator[bytes]:
    """Takes the complete frames of `application/vnd.amazon.eventstream` out of `rest`, and yields the data of their events.

    A frame has its length, the length of its headers, a checksum, headers, a payload and a checksum. The payload of an event
    is a JSON object with the event in Base64.
    """
    while len(rest) >= 12:
        length = int.from_bytes(rest[0:4], "big")
        headers_length = int.from_bytes(rest[4:8], "big")
        if not 16 + headers_length <= length <= _MAX_FRAME_BYTES:
            raise ValueError("not a frame")
        if len(rest) < length:
            return
        payload = bytes(rest[12 + headers_length : length - 4])
        del rest[:length]
        encoded = _object(_parse(payload)).get("bytes")
        data = base64.b64decode(encoded) if isinstance(encoded, str) else b""
        # Others carry content, which is not parsed.
        if b'"message_' in data:
            yield data
