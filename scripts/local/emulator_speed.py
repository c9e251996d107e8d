"""Has the emulator do once what it does again for each item or each invocation, and not wait for what is there already."""

import fcntl
import queue
import struct
import termios
import time
import uuid
from email.utils import formatdate
from functools import lru_cache

import h11
from hypercorn.asyncio.tcp_server import MAX_RECV, TCPServer
from hypercorn.events import Closed, RawData
from hypercorn.protocol.h11 import H11Protocol
from ministack import app
from ministack.core import lambda_runtime
from ministack.services import _dynamodb_keywords, dynamodb

REMEMBERED = 4096
READER_SECONDS = 0.001
LONGEST_SECONDS = 0.25
IDLE = {h11.CLIENT: h11.IDLE, h11.SERVER: h11.IDLE}
DYNAMODB = "DynamoDB_20120810."
LOOPBACK = "127.0.0.1"


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


def answer_dynamodb_directly() -> None:
    """A request to DynamoDB passes the parser and the streams of a general server, which takes longer than its answer. One that arrives whole
    on an idle connection is handed to the service; all others take the usual way."""
    TCPServer._read_data = read_data


async def read_data(server: TCPServer) -> None:
    while not server.reader.at_eof():
        try:
            data = await server.reader.read(MAX_RECV)
        except OSError:
            break
        request = whole_request(data) if is_idle(server.protocol.protocol) else None
        if request is None:
            await server.protocol.handle(RawData(data))
            continue
        await server.idle_task.stop()
        server.writer.write(await answer(*request))
        try:
            await server.writer.drain()
        except ConnectionError:
            break
    await server.protocol.handle(Closed())


def is_idle(protocol) -> bool:
    return (
        isinstance(protocol, H11Protocol)
        and isinstance(protocol.connection, h11.Connection)
        and protocol.connection.states == IDLE
        and protocol.connection.trailing_data == (b"", False)
    )


def whole_request(data: bytes) -> tuple[dict, bytes] | None:
    head, end, body = data.partition(b"\r\n\r\n")
    if not end or not head.startswith(b"POST / HTTP/1.1\r\n"):
        return None
    lines = (line.partition(":") for line in head.decode("latin-1").split("\r\n")[1:])
    headers = {name.lower(): value.strip() for name, _, value in lines}
    is_plain = headers.get("connection", "keep-alive").lower() == "keep-alive" and "expect" not in headers
    is_whole = headers.get("content-length") == str(len(body))
    return (headers, body) if is_plain and is_whole and headers.get("x-amz-target", "").startswith(DYNAMODB) else None


async def answer(headers: dict, body: bytes) -> bytes:
    app.set_request_client_ip(LOOPBACK)
    access_key = app.extract_access_key_id(headers, {})
    if access_key:
        app.set_request_account_id(access_key)
    app.set_request_region(app.extract_region(headers, {}))
    status, more, content = await app._dispatch_service_request("POST", "/", headers, body, {}, str(uuid.uuid4()))
    content = content.encode() if isinstance(content, str) else content
    fields = {name: value for name, value in more.items() if name.lower() != "content-length"}
    fields |= {"content-length": len(content), "date": formatdate(usegmt=True)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} \r\n{lines}\r\n".encode("latin-1") + content
