"""Has the emulator do once what it does again for each item or each invocation, and not wait for what is there already."""

import fcntl
import queue
import struct
import termios
import time
from functools import lru_cache

import h11
from hypercorn.events import RawData
from hypercorn.protocol.h11 import H11Protocol
from ministack.core import lambda_runtime
from ministack.services import _dynamodb_keywords, dynamodb

REMEMBERED = 4096
READER_SECONDS = 0.001
LONGEST_SECONDS = 0.25


def parse_each_expression_once() -> None:
    """It parses and checks the expression of a query again for each item of the partition, and a statement of PartiQL for each request. Both
    are texts without values, and nobody changes the tokens."""
    dynamodb._tokenize = remembered(dynamodb._tokenize)
    dynamodb._condition_syntax_error = remembered(dynamodb._condition_syntax_error)
    dynamodb._check_reserved_keyword_usage = of_tokens(dynamodb._check_reserved_keyword_usage)
    dynamodb._check_redundant_parens = of_tokens(dynamodb._check_redundant_parens)
    _dynamodb_keywords._tokenize = remembered(_dynamodb_keywords._tokenize)


def remembered(function):
    return lru_cache(REMEMBERED)(function)


def of_tokens(check):
    of_tuple = remembered(check)
    return lambda tokens, *slot: of_tuple(tuple(tokens), *slot)


def answer_without_waiting_for_logs() -> None:
    """It holds back the answer of a function that logged nothing for 50 ms, and keeps its worker occupied meanwhile, so that more workers
    start. Node.js writes to pipes at once: what was logged before the answer is in the pipe, or with the thread that reads it."""
    lambda_runtime.Worker._drain_stderr_bounded = written_logs


def written_logs(worker, **_limits) -> str:
    lines = []
    deadline = time.monotonic() + LONGEST_SECONDS
    while True:
        is_empty = worker._proc is None or unread_bytes(worker._proc.stderr) == 0
        # The thread may hold a line that it has not handed over.
        time.sleep(READER_SECONDS)
        count = len(lines)
        lines.extend(handed_over(worker._stderr_queue))
        if (is_empty and len(lines) == count) or time.monotonic() > deadline:
            return "\n".join(lines)


def handed_over(lines: queue.Queue):
    while True:
        try:
            yield lines.get_nowait()
        except queue.Empty:
            return


def unread_bytes(pipe) -> int:
    return struct.unpack("i", fcntl.ioctl(pipe.fileno(), termios.FIONREAD, bytes(4)))[0]


def send_head_with_body() -> None:
    """The server sends the head of an answer by itself, and so wakes the caller twice."""
    H11Protocol._send_h11_event = send_with_head


async def send_with_head(protocol, event) -> None:
    try:
        data = protocol.__dict__.pop("head", b"") + (protocol.connection.send(event) or b"")
    except h11.LocalProtocolError:
        if protocol.connection.their_state != h11.ERROR:
            raise
        return
    if isinstance(event, h11.Response):
        protocol.head = data
    else:
        await protocol.send(RawData(data=data))
