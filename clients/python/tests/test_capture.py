"""What the tests with servers do not reach: encodings, other paths, strange bodies. Needs Anthropic's SDK."""

from __future__ import annotations

import gzip
import json
import unittest
from typing import Any, Callable

import anthropic
import httpx2

from stub_ledger import StubLedger
from token_ledger import Ledger, LedgerError, _split_events, _split_frames, token_ledger

START = {"type": "message_start", "message": {"id": "msg_1", "model": "m", "usage": {"input_tokens": 27, "output_tokens": 1}}}
DELTA = {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 150}}
STOP = {"type": "message_stop"}
MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "m",
    "content": [],
    "stop_reason": "end_turn",
    "usage": {"input_tokens": 5, "output_tokens": 7},
}
QUESTION: Any = {"model": "m", "max_tokens": 10, "messages": [{"role": "user", "content": "x"}]}


def sse(*events: dict[str, Any], line: str = "\n") -> bytes:
    return "".join(f"event: {e['type']}{line}data: {json.dumps(e)}{line}{line}" for e in events).encode()


class CaptureTest(unittest.TestCase):
    def setUp(self) -> None:
        self.stub = StubLedger()
        self.addCleanup(self.stub.close)
        self.errors: list[LedgerError] = []
        self.ledger = Ledger(self.stub.url, "k", on_error=self.errors.append)
        self.addCleanup(self.ledger.close, 0)

    def client(self, answer: Callable[[httpx2.Request], httpx2.Response]) -> anthropic.Anthropic:
        http_client = httpx2.Client(transport=httpx2.MockTransport(answer))
        return anthropic.Anthropic(api_key="k", http_client=http_client, middleware=[token_ledger(ledger=self.ledger)])

    def records(self) -> list[dict[str, Any]]:
        self.assertTrue(self.ledger.flush())
        return [record for body in self.stub.bodies for record in body["records"]]

    def answer(self, content: bytes, content_type: str, **headers: str) -> Callable[..., httpx2.Response]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        common = {"content-type": content_type, "request-id": "req_1", **named}
        return lambda _: httpx2.Response(200, headers=common, stream=httpx2.ByteStream(content))

    def test_reads_what_is_compressed(self) -> None:
        stream = gzip.compress(sse(START, DELTA, STOP))
        client = self.client(self.answer(stream, "text/event-stream", content_encoding="gzip"))
        self.assertEqual(len(list(client.messages.create(**QUESTION, stream=True))), 3)
        message = gzip.compress(json.dumps(MESSAGE).encode())
        client = self.client(self.answer(message, "application/json", content_encoding="gzip"))
        client.messages.create(**QUESTION)
        with client.messages.with_streaming_response.create(**QUESTION) as response:
            response.read()
        outputs = [(record["status"], record["usage"]["output_tokens"]) for record in self.records()]
        self.assertEqual(outputs, [("ok", 150), ("ok", 7), ("ok", 7)])

    def test_leaves_to_the_gateway_what_it_recorded(self) -> None:
        client = self.client(self.answer(json.dumps(MESSAGE).encode(), "application/json", x_token_ledger="recorded"))
        client.messages.create(**QUESTION)
        self.assertEqual(self.records(), [])

    def test_leaves_other_paths_alone(self) -> None:
        client = self.client(self.answer(b'{"input_tokens": 5}', "application/json"))
        self.assertEqual(client.messages.count_tokens(model="m", messages=[]).input_tokens, 5)
        self.assertEqual(self.records(), [])

    def test_reports_each_result_of_a_batch_that_succeeded(self) -> None:
        lines = [
            {"custom_id": "a", "result": {"type": "succeeded", "message": {**MESSAGE, "id": "msg_a"}}},
            {"custom_id": "b", "result": {"type": "expired"}},
            {"custom_id": "c", "result": {"type": "succeeded", "message": {**MESSAGE, "id": "msg_c"}}},
        ]
        results = "\n".join(map(json.dumps, lines)).encode()
        batch = {"id": "b_1", "results_url": "https://api.anthropic.com/v1/messages/batches/b_1/results"}

        def answer(request: httpx2.Request) -> httpx2.Response:
            if request.url.path.endswith("/results"):
                return self.answer(results, "application/x-jsonl")(request)
            return httpx2.Response(200, json=batch)

        self.assertEqual(len(list(self.client(answer).messages.batches.results("b_1"))), 3)
        # The request id of the download is none of theirs.
        names = [(record.get("messageId"), record.get("requestId")) for record in self.records()]
        self.assertEqual(names, [("msg_a", None), ("msg_c", None)])

    def test_keeps_what_cannot_be_read_from_the_caller(self) -> None:
        client = self.client(self.answer(b"[1, 2]", "application/json"))
        client.messages.create(**QUESTION)
        stream = sse({"type": "message_start", "message": 5}, {"type": "message_delta", "usage": [1]}, STOP)
        client = self.client(self.answer(stream, "text/event-stream"))
        with client.messages.with_streaming_response.create(**QUESTION, stream=True) as response:
            self.assertEqual(response.read(), stream)
        self.assertEqual([record["status"] for record in self.records()], ["partial"])

    def test_reports_that_a_response_cannot_be_observed(self) -> None:
        client = self.client(self.answer(b"not a frame of twelve bytes", "application/vnd.amazon.eventstream"))
        with client.messages.with_streaming_response.create(**QUESTION, stream=True) as response:
            self.assertEqual(response.read(), b"not a frame of twelve bytes")
        self.assertEqual([error.code for error in self.errors], ["not_captured"])


class SplitterTest(unittest.TestCase):
    def split(self, content: bytes, size: int) -> list[Any]:
        rest, found = bytearray(), []
        for start in range(0, len(content), size):
            rest += content[start : start + size]
            found += [json.loads(data) for data in _split_events(rest)]
        return found

    def test_finds_the_same_events_wherever_the_chunks_end(self) -> None:
        other = {"type": "content_block_delta", "delta": {"text": "é event: message_stop"}}
        for line in ("\n", "\r\n", "\r"):
            content = sse(START, other, DELTA, STOP, line=line)
            for size in (1, 2, 3, 7, 64, len(content)):
                with self.subTest(line=line, size=size):
                    self.assertEqual(self.split(content, size), [START, DELTA, STOP])

    def test_skips_an_event_that_is_too_long(self) -> None:
        long = {"type": "content_block_delta", "delta": {"text": "x" * 1_500_000}}
        rest, found, content = bytearray(), [], sse(START, long, STOP)
        for start in range(0, len(content), 65_536):
            rest += content[start : start + 65_536]
            found += [json.loads(data) for data in _split_events(rest)]
            self.assertLess(len(rest), 1_200_000)
        self.assertEqual(found, [START, STOP])

    def test_refuses_what_is_no_frame(self) -> None:
        for content in (b"\0" * 12, b"\xff" * 12):
            with self.assertRaises(ValueError):
                list(_split_frames(bytearray(content)))


if __name__ == "__main__":
    unittest.main()
