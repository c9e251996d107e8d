from __future__ import annotations

import datetime
import email.utils
import os
import subprocess
import sys
import textwrap
import threading
import time
import unittest
import unittest.mock
from typing import Any

from stub_ledger import StubLedger, accepting
from token_ledger import Ledger, LedgerError, UsageData, _retry_after_seconds, flush_after_invocation, usage_context

USAGE = {"input_tokens": 1}


class UsageDataTest(unittest.TestCase):
    def test_has_one_meaning_for_each_sum(self) -> None:
        usage = UsageData.of(
            {
                "input_tokens": 1000,
                "output_tokens": 500,
                "cache_creation_input_tokens": 100,
                "cache_read_input_tokens": 50,
            }
        )
        self.assertEqual((usage.total_tokens, usage.effective_tokens), (1650, 1500))

    def test_takes_what_is_none_or_missing_for_nothing(self) -> None:
        usage = UsageData.of({"input_tokens": 7, "cache_read_input_tokens": None})
        self.assertEqual((usage.total_tokens, usage.effective_tokens), (7, 7))
        self.assertEqual(usage, UsageData(input_tokens=7))


class LedgerTest(unittest.TestCase):
    def setUp(self) -> None:
        self.stub = StubLedger()
        self.addCleanup(self.stub.close)
        self.errors: list[LedgerError] = []

    def ledger(self, **options: Any) -> Ledger:
        defaults = {"endpoint": f"{self.stub.url}/stage/", "access_key": "tl_ak_1_secret", "retry_delay_seconds": 0.01}
        ledger = Ledger(**{**defaults, "on_error": self.errors.append, **options})
        self.addCleanup(ledger.close, 0)
        return ledger

    def collect(self, ledger: Ledger, *names: str) -> None:
        for name in names:
            ledger.collect(request_id=name, model="claude-sonnet-5-5", usage=USAGE)

    def test_sends_after_the_delay_in_one_batch(self) -> None:
        ledger = self.ledger(max_delay_seconds=0.2)
        self.collect(ledger, "r1", "r2")
        self.assertEqual(self.stub.names(), [])
        wait_until(lambda: ledger.stats().pending == 0)
        self.assertEqual(self.stub.names(), [["r1", "r2"]])
        self.assertEqual(vars(ledger.stats()), stats(collected=2, accepted=2))

    def test_posts_with_the_access_key_and_the_priority(self) -> None:
        ledger = self.ledger(priority="bulk")
        self.collect(ledger, "r1")
        self.assertTrue(ledger.flush())
        self.assertEqual(self.stub.bodies[0]["path"], "/stage/v1/usage")
        self.assertEqual(self.stub.bodies[0]["priority"], "bulk")
        self.assertEqual(self.stub.headers[0]["authorization"], "Bearer tl_ak_1_secret")
        self.assertEqual(self.stub.headers[0]["content-type"], "application/json")

    def test_sends_at_once_when_a_batch_has_its_count_and_no_more(self) -> None:
        ledger = self.ledger(max_batch_records=2, max_delay_seconds=60)
        self.collect(ledger, "r1")
        time.sleep(0.1)
        self.assertEqual(self.stub.names(), [])
        self.collect(ledger, "r2", "r3")
        wait_until(lambda: ledger.stats().accepted == 2)
        self.assertEqual(self.stub.names(), [["r1", "r2"]])

    def test_cuts_batches_exactly_at_their_bytes(self) -> None:
        self.collect(probe := self.ledger(max_delay_seconds=60), "r1", "r2")
        size = probe._waiting_bytes
        for more, batches in ((0, 1), (-1, 2)):
            self.stub.bodies.clear()
            ledger = self.ledger(max_batch_bytes=size + more)
            with ledger._changed:
                self.collect(ledger, "r1", "r2")
            self.assertTrue(ledger.flush())
            self.assertEqual(len(self.stub.bodies), batches)

    def test_gives_a_record_its_name_and_time_when_it_is_collected(self) -> None:
        self.stub.answers.append(failing)
        ledger = self.ledger()
        before = int(time.time() * 1000)
        ledger.collect(model="claude-sonnet-5-5", usage=USAGE)
        self.assertTrue(ledger.flush())
        first, second = (body["records"] for body in self.stub.bodies)
        self.assertEqual(first, second)
        self.assertRegex(first[0]["requestId"], r"^tlc_[0-9a-f-]{36}$")
        self.assertTrue(before <= first[0]["occurredAt"] <= time.time() * 1000)

    def test_takes_a_time(self) -> None:
        ledger = self.ledger()
        moment = datetime.datetime(2026, 11, 29, 10, tzinfo=datetime.timezone.utc)
        ledger.collect(model="m", usage=USAGE, occurred_at=moment)
        self.assertTrue(ledger.flush())
        self.assertEqual(self.stub.bodies[0]["records"][0]["occurredAt"], 1795946400000)

    def test_sends_again_what_failed_and_only_that_before_what_came_later(self) -> None:
        def half(_: object) -> Any:
            return 202, {"results": [{"index": 0, "status": "accepted"}, {"index": 1, "status": "failed"}]}, {}

        self.stub.answers.append(half)
        ledger = self.ledger(max_batch_records=2)
        with ledger._changed:
            self.collect(ledger, "r1", "r2", "r3")
        self.assertTrue(ledger.flush())
        self.assertEqual(self.stub.names(), [["r1", "r2"], ["r2", "r3"]])
        self.assertEqual(vars(ledger.stats()), stats(collected=3, accepted=3, failed_once=1))

    def test_sends_again_after_every_status_that_may_pass(self) -> None:
        for status in (500, 502, 503, 429, 408, 401, 403, 404, 302):
            with self.subTest(status=status):
                self.stub.bodies.clear()
                self.errors.clear()
                self.stub.answers.append(lambda _, status=status: (status, {"code": "a_problem"}, {"Location": "/x"}))
                ledger = self.ledger()
                self.collect(ledger, "r1")
                self.assertTrue(ledger.flush())
                self.assertEqual(self.stub.names(), [["r1"], ["r1"]])
                self.assertEqual([(e.code, e.status) for e in self.errors], [("unavailable", status)])

    def test_does_not_send_again_what_is_refused(self) -> None:
        self.stub.answers.append(lambda _: (400, {"code": "invalid_request"}, {}))
        ledger = self.ledger()
        self.collect(ledger, "r1")
        self.assertTrue(ledger.flush())
        problem = {"path": "/model", "message": "is required"}
        result = {"index": 0, "status": "rejected", "code": "invalid_record", "errors": [problem]}
        self.stub.answers.append(lambda _: (400, {"results": [result]}, {}))
        self.collect(ledger, "r2")
        self.assertTrue(ledger.flush())
        self.assertEqual(self.stub.names(), [["r1"], ["r2"]])
        self.assertEqual([(e.code, e.request_id) for e in self.errors], [("rejected", "r1"), ("rejected", "r2")])
        self.assertIn("(invalid_record): /model is required", str(self.errors[1]))
        self.assertEqual(vars(ledger.stats()), stats(collected=2, rejected=2))

    def test_divides_what_is_too_large(self) -> None:
        self.stub.answers.append(lambda _: (413, {}, {}))
        ledger = self.ledger()
        with ledger._changed:
            self.collect(ledger, "r1", "r2", "r3")
        self.assertTrue(ledger.flush())
        self.assertEqual(self.stub.names(), [["r1", "r2", "r3"], ["r1", "r2"], ["r3"]])

    def test_waits_as_long_as_the_ledger_asks_for(self) -> None:
        def in_two_seconds() -> str:
            moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=2)
            return email.utils.format_datetime(moment, usegmt=True)

        # A date has whole seconds, so up to one of the two is cut off.
        for value, least in ((lambda: "1", 1.0), (in_two_seconds, 0.9)):
            with self.subTest(least=least):
                self.stub.bodies.clear()
                self.stub.answers.append(lambda _, value=value: (503, {}, {"Retry-After": value()}))
                ledger = self.ledger(max_delay_seconds=0)
                self.collect(ledger, "r1")
                wait_until(lambda: ledger.stats().pending == 1 and len(self.stub.bodies) == 1)
                failed_at = time.monotonic()
                wait_until(lambda: ledger.stats().pending == 0)
                self.assertGreater(time.monotonic() - failed_at, least - 0.1)

    def test_waits_no_longer_than_an_hour(self) -> None:
        for value in ("99999999999", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"):
            self.assertEqual(_retry_after_seconds(value), 3600)
        for value in ("soon", "Fri, 31 Dec 99999999999 23:59:59 GMT"):
            self.assertEqual(_retry_after_seconds(value), 0)

    def test_goes_on_after_a_retry_after_of_centuries(self) -> None:
        self.stub.answers.append(lambda _: (503, {}, {"Retry-After": "99999999999"}))
        ledger = self.ledger(max_delay_seconds=0)
        self.collect(ledger, "r1")
        wait_until(lambda: self.errors)
        # Until the worker waits.
        time.sleep(0.1)
        self.assertTrue(ledger.flush())
        self.assertEqual(self.stub.names(), [["r1"], ["r1"]])
        self.assertEqual([e.code for e in self.errors], ["unavailable"])

    def test_sends_again_after_an_answer_that_cannot_be_read(self) -> None:
        refused = {"index": 0, "status": "rejected"}
        for name, status, answer in (
            ("nested too deeply", 202, b"[" * 200_000),
            ("errors", 202, {"results": [{**refused, "errors": 5}]}),
            ("index", 202, {"results": [{**refused, "index": [0]}]}),
            ("of a refusal", 400, {"results": [{**refused, "errors": True}]}),
        ):
            with self.subTest(name):
                self.stub.bodies.clear()
                self.errors.clear()
                self.stub.answers.append(lambda _, status=status, answer=answer: (status, answer, {}))
                ledger = self.ledger(max_delay_seconds=0)
                self.collect(ledger, "r1")
                self.assertTrue(ledger.flush())
                self.assertEqual(self.stub.names(), [["r1"], ["r1"]])
                self.assertEqual([(e.code, e.status, e.records) for e in self.errors], [("unavailable", status, 1)])
                self.assertEqual(vars(ledger.stats()), stats(collected=1, accepted=1))

    def test_sends_again_after_every_exception(self) -> None:
        ledger = self.ledger(max_delay_seconds=0)
        assert ledger._transport is not None
        send = ledger._transport.send
        attempts: list[int] = []

        def broken(records: Any) -> Any:
            attempts.append(ledger.stats().pending)
            if len(attempts) == 1:
                raise MemoryError
            return send(records)

        with unittest.mock.patch.object(ledger._transport, "send", broken):
            self.collect(ledger, "r1")
            wait_until(lambda: ledger.stats().pending == 0)
        self.assertEqual((attempts, self.stub.names()), ([1, 1], [["r1"]]))
        self.assertEqual([(e.code, e.records) for e in self.errors], [("unavailable", 1)])
        self.assertEqual(ledger._waiting_bytes, 0)

    def test_goes_on_after_an_error_outside_of_sending(self) -> None:
        ledger = self.ledger(max_delay_seconds=0)
        with unittest.mock.patch.object(ledger, "_take", once(RuntimeError("broken"), ledger._take)):
            self.collect(ledger, "r1")
            wait_until(lambda: ledger.stats().pending == 0)
        self.assertEqual(self.stub.names(), [["r1"]])
        self.assertEqual([e.code for e in self.errors], ["unavailable"])

    def test_starts_another_thread_if_one_ended(self) -> None:
        self.stub.answers.extend([failing, accepting])
        ledger = self.ledger(max_delay_seconds=0, on_error=once(SystemExit(), self.errors.append))
        self.collect(ledger, "r1")
        worker = ledger._worker
        assert worker is not None
        worker.join(20)
        self.assertFalse(worker.is_alive())
        self.assertEqual(ledger.stats().pending, 1)
        self.assertTrue(ledger.flush())
        self.assertEqual(self.stub.names(), [["r1"], ["r1"]])

    def test_waits_forever_if_it_is_asked_to(self) -> None:
        ledger = self.ledger(max_delay_seconds=float("inf"))
        self.collect(ledger, "r1")
        time.sleep(0.1)
        self.assertTrue(ledger.flush(float("inf")))
        self.assertEqual((self.stub.names(), self.errors), ([["r1"]], []))

    def test_keeps_everything_while_the_ledger_is_away_and_pauses_longer(self) -> None:
        self.stub.answers.extend([failing] * 6)
        ledger = self.ledger(max_delay_seconds=0.01, retry_delay_seconds=0.02, max_retry_delay_seconds=0.2)
        self.collect(ledger, *(f"r{n}" for n in range(250)))
        wait_until(lambda: ledger.stats().accepted == 250)
        self.assertEqual(vars(ledger.stats()), stats(collected=250, accepted=250))
        self.assertEqual(len({name for batch in self.stub.names() for name in batch}), 250)
        self.assertTrue(all(error.code == "unavailable" for error in self.errors))

    def test_drops_by_the_declared_policy_when_its_memory_is_full(self) -> None:
        self.collect(probe := self.ledger(max_delay_seconds=60), "r1")
        size = probe._waiting_bytes
        for policy, kept in (("drop_newest", ["r1", "r2"]), ("drop_oldest", ["r2", "r3"])):
            with self.subTest(policy=policy):
                self.stub.bodies.clear()
                self.errors.clear()
                ledger = self.ledger(max_buffer_bytes=2 * size, when_full=policy, max_delay_seconds=60)
                self.collect(ledger, "r1", "r2", "r3")
                self.assertEqual((ledger.stats().dropped, ledger.stats().pending), (1, 2))
                self.assertEqual([(e.code, e.records) for e in self.errors], [("buffer_full", 1)])
                self.assertTrue(ledger.flush())
                self.assertEqual(self.stub.names(), [kept])

    def test_drops_what_alone_is_larger_than_its_memory(self) -> None:
        ledger = self.ledger(max_buffer_bytes=10, when_full="drop_oldest")
        self.collect(ledger, "r1")
        self.assertEqual(vars(ledger.stats()), stats(collected=1, dropped=1))

    def test_never_raises(self) -> None:
        def broken(_: LedgerError) -> None:
            raise RuntimeError("a broken handler")

        ledger = self.ledger(on_error=broken)
        ledger.collect(model="m", usage={"input_tokens": object()})
        ledger.collect(model="m", usage={"input_tokens": float("nan")})
        ledger.collect(model="m", usage=5)
        ledger.collect_message(None)
        ledger.collect_message({"usage": object()})
        self.assertTrue(ledger.flush())
        self.assertEqual(ledger.stats().accepted, 1)
        self.assertEqual(ledger.stats().dropped, 4)

    def test_says_that_nothing_is_configured(self) -> None:
        ledger = Ledger(endpoint="", access_key="", on_error=self.errors.append)
        self.collect(ledger, "r1")
        self.assertEqual([e.code for e in self.errors], ["not_configured"])
        self.assertEqual(vars(ledger.stats()), stats(dropped=1))

    def test_refuses_a_policy_that_does_not_exist(self) -> None:
        with self.assertRaisesRegex(ValueError, "drop_newest"):
            self.ledger(when_full="drop-newest")

    def test_reports_nothing_after_it_is_closed(self) -> None:
        ledger = self.ledger()
        self.collect(ledger, "r1")
        self.assertTrue(ledger.close())
        self.collect(ledger, "r2")
        self.assertEqual(self.stub.names(), [["r1"]])
        self.assertEqual(ledger.stats().dropped, 1)

    def test_flush_gives_up_in_time(self) -> None:
        ledger = self.ledger(endpoint="http://127.0.0.1:9", max_delay_seconds=60)
        self.collect(ledger, "r1")
        started = time.monotonic()
        self.assertFalse(ledger.flush(0.3))
        self.assertLess(time.monotonic() - started, 5)
        self.assertEqual(ledger.stats().pending, 1)
        self.assertNotIn("127.0.0.1", str(self.errors[0]))

    def test_takes_records_of_many_threads(self) -> None:
        ledger = self.ledger(max_batch_records=50)
        threads = [
            threading.Thread(target=self.collect, args=(ledger, *(f"{t}-{n}" for n in range(100)))) for t in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertTrue(ledger.flush(30))
        names = [name for batch in self.stub.names() for name in batch]
        self.assertEqual((len(names), len(set(names))), (800, 800))

    def test_takes_a_message_without_its_content(self) -> None:
        ledger = self.ledger()
        message = {
            "id": "msg_1",
            "model": "claude-sonnet-5-5",
            "content": [{"type": "text", "text": "secret"}],
            "stop_reason": "end_turn",
            "usage": USAGE,
            "_request_id": "req_1",
        }
        ledger.collect_message(message, user_id="u_1", metadata={"team": "search"})
        self.assertTrue(ledger.flush())
        record = self.stub.bodies[0]["records"][0]
        self.assertGreater(record.pop("occurredAt"), 0)
        self.assertEqual(
            record,
            {
                "requestId": "req_1",
                "messageId": "msg_1",
                "userId": "u_1",
                "model": "claude-sonnet-5-5",
                "stopReason": "end_turn",
                "source": "client",
                "endpoint": "/v1/messages",
                "usage": USAGE,
                "metadata": {"team": "search"},
            },
        )

    def test_flushes_after_each_invocation(self) -> None:
        ledger = self.ledger(max_delay_seconds=60)

        @flush_after_invocation(ledger)
        def handler(event: str) -> str:
            self.collect(ledger, event)
            return event

        self.assertEqual(handler("r1"), "r1")
        self.assertEqual(self.stub.names(), [["r1"]])


class ProcessTest(unittest.TestCase):
    def setUp(self) -> None:
        self.stub = StubLedger()
        self.addCleanup(self.stub.close)

    def run_program(self, program: str) -> str:
        source = os.path.join(os.path.dirname(__file__), "..", "src")
        environment = {**os.environ, "PYTHONPATH": source, "TOKEN_LEDGER_URL": self.stub.url, "TOKEN_LEDGER_KEY": "k"}
        code = "from token_ledger import Ledger\n" + textwrap.dedent(program)
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=True
        )
        self.assertEqual(done.stderr, "")
        return done.stdout

    def names(self) -> list[str]:
        return [name for batch in self.stub.names() for name in batch]

    def test_sends_what_is_left_when_the_program_ends(self) -> None:
        self.run_program("""
            ledger = Ledger(max_delay_seconds=60)
            for n in range(250):
                ledger.collect(request_id=f"r{n}", model="m", usage={"input_tokens": 1})
        """)
        self.assertEqual(sorted(self.names()), sorted(f"r{n}" for n in range(250)))

    def test_sends_what_is_collected_while_the_program_ends(self) -> None:
        self.run_program("""
            import atexit
            ledger = Ledger(max_delay_seconds=60)
            late = lambda: (ledger.collect(request_id="late", model="m", usage={"input_tokens": 1}))
            atexit.register(late)
        """)
        self.assertEqual(self.names(), ["late"])

    def test_does_not_keep_a_program_from_ending(self) -> None:
        started = time.monotonic()
        self.run_program("""
            ledger = Ledger("http://127.0.0.1:9", "k", exit_flush_seconds=0.2, on_error=lambda error: None)
            ledger.collect(request_id="r1", model="m", usage={"input_tokens": 1})
        """)
        self.assertLess(time.monotonic() - started, 20)

    @unittest.skipUnless(hasattr(os, "fork"), "needs fork")
    def test_sends_records_of_parent_and_child_once_each(self) -> None:
        self.run_program("""
            import os, warnings
            warnings.simplefilter("ignore")
            ledger = Ledger(max_delay_seconds=60)
            ledger.collect(request_id="before", model="m", usage={"input_tokens": 1})
            child = os.fork()
            name = "parent" if child else "child"
            ledger.collect(request_id=name, model="m", usage={"input_tokens": 1})
            assert ledger.flush()
            if child:
                os.waitpid(child, 0)
            else:
                os._exit(0)
        """)
        self.assertEqual(sorted(self.names()), ["before", "child", "parent"])


class ContextTest(unittest.TestCase):
    def test_adds_to_the_outer_one_and_ends(self) -> None:
        from token_ledger import _current

        with usage_context(user_id="u_1", metadata={"team": "search"}):
            with usage_context(feature="chat", metadata={"tool": "x"}):
                inside = dict(_current.get())
        self.assertEqual(inside, {"userId": "u_1", "feature": "chat", "metadata": {"team": "search", "tool": "x"}})
        self.assertEqual(dict(_current.get()), {})


def failing(_: object) -> Any:
    return 500, {"code": "internal_error"}, {}


def once(error: BaseException, then: Any) -> Any:
    """A function that raises an error when it is first called."""
    errors = [error]

    def call(*args: Any) -> Any:
        if errors:
            raise errors.pop()
        return then(*args)

    return call


def stats(failed_once: int = 0, **counts: int) -> dict[str, int]:
    return {"collected": 0, "accepted": 0, "rejected": 0, "dropped": 0, "pending": 0, **counts}


def wait_until(holds: Any, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError("timed out")
        time.sleep(0.005)


if __name__ == "__main__":
    unittest.main()
