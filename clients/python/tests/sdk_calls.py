"""Calls of the real SDK, as a caller makes them, against the servers that the environment names. Prints what the caller saw.

    python sdk_calls.py cases <client>...           every kind of call, with the library and without
    python sdk_calls.py random <seed> <n> <client>  n calls, ten at a time, that are given up at random

Records have the name of the client as their feature.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import random
import sys
import warnings
from typing import Any

import anthropic

from token_ledger import Ledger, token_ledger, usage_context

API, BEDROCK, VERTEX = (os.environ[name] for name in ("MESSAGES_API_URL", "BEDROCK_URL", "VERTEX_URL"))
QUESTION: dict[str, Any] = {
    "model": "claude-opus-5-5",
    "max_tokens": 10,
    "messages": [{"role": "user", "content": "a secret question"}],
}


def create_client(kind: str, **options: Any) -> Any:
    platform, _, mode = kind.partition("-")
    prefix = "Async" if mode == "async" else ""
    defaults: dict[str, dict[str, Any]] = {
        "anthropic": {"api_key": "k", "base_url": API},
        "bedrock": {"base_url": BEDROCK, "aws_region": "us-east-1", "api_key": "k"},
        "vertex": {"base_url": f"{VERTEX}/v1", "region": "global", "project_id": "p", "access_token": "t"},
    }
    name = {"anthropic": "Anthropic", "bedrock": "AnthropicBedrock", "vertex": "AnthropicVertex"}[platform]
    return getattr(anthropic, prefix + name)(**{"max_retries": 0, **defaults[platform], **options})


async def settled(value: Any) -> Any:
    """The value, of a client that is asynchronous or not."""
    return await value if inspect.isawaitable(value) else value


def ask(mode: str = "ok") -> dict[str, Any]:
    return {**QUESTION, "metadata": {"user_id": mode}}


async def message(client: Any, mode: str) -> dict[str, Any]:
    answer = await settled(client.messages.create(**ask(mode)))
    text = answer.content[0].text
    return {"requestId": answer._request_id, "messageId": answer.id, "output": answer.usage.output_tokens, "text": text}


async def events(client: Any, mode: str, leave_after: int = sys.maxsize) -> dict[str, Any]:
    seen: dict[str, Any] = {"events": []}
    stream = await settled(client.messages.create(**ask(mode), stream=True))
    headers = stream.response.headers
    seen["requestId"] = headers.get("request-id") or headers.get("x-amzn-requestid")
    try:
        if hasattr(stream, "__aiter__"):
            async for event in stream:
                seen["events"].append(event.type)
                if len(seen["events"]) == leave_after:
                    break
        else:
            for event in stream:
                seen["events"].append(event.type)
                if len(seen["events"]) == leave_after:
                    break
    except anthropic.APIError as error:
        seen["error"] = f"{type(error).__name__}: {error}"
    except Exception as error:
        seen["error"] = type(error).__name__
    await settled(stream.close())
    return seen


async def helper(client: Any, mode: str) -> dict[str, Any]:
    manager = client.messages.stream(**ask(mode))
    if hasattr(manager, "__aenter__"):
        async with manager as stream:
            answer = await stream.get_final_message()
    else:
        with manager as stream:
            answer = stream.get_final_message()
    return {"messageId": answer.id, "output": answer.usage.output_tokens}


async def raw(client: Any, mode: str) -> dict[str, Any]:
    response = await settled(client.messages.with_raw_response.create(**ask(mode)))
    answer = await settled(response.parse())
    return {"messageId": answer.id, "requestId": answer._request_id}


async def unbuffered(client: Any, mode: str) -> dict[str, Any]:
    manager = client.messages.with_streaming_response.create(**ask(mode))
    if hasattr(manager, "__aenter__"):
        async with manager as response:
            return {"messageId": (await response.json())["id"]}
    with manager as response:
        return {"messageId": response.json()["id"]}


async def unread(client: Any, mode: str) -> dict[str, Any]:
    stream = await settled(client.messages.create(**ask(mode), stream=True))
    headers = stream.response.headers
    return {"requestId": headers.get("request-id") or headers.get("x-amzn-requestid")}


async def attempt(work: Any) -> dict[str, Any]:
    try:
        return await work
    except anthropic.APIError as error:
        return {"error": f"{type(error).__name__}: {error}"}


async def cases(kind: str, ledger: Ledger) -> dict[str, Any]:
    results = []
    for middleware in ([], [token_ledger(ledger=ledger, feature=kind)]):
        client = create_client(kind, middleware=middleware)
        retrying = create_client(kind, middleware=middleware, max_retries=2)
        closed = create_client(kind, middleware=middleware, base_url="http://127.0.0.1:9")
        with usage_context(user_id="u_1"):
            results.append(
                {
                    "message": await message(client, "ok"),
                    "events": await events(client, "ok"),
                    "helper": await helper(client, "ok"),
                    "raw": await raw(client, "ok"),
                    "unbuffered": await unbuffered(client, "ok"),
                    "left": await events(client, "endless", leave_after=5),
                    "error": await events(client, "error"),
                    "cut": await events(client, "cut"),
                    "unread": await unread(client, "ok"),
                    "retried": await message(retrying, "retry"),
                    "refused": await attempt(message(client, "retry")),
                    "closed": await attempt(message(closed, "ok")),
                }
            )
    plain, captured = results
    return {"plain": plain, "captured": captured}


class Answered(anthropic.Middleware):
    """The request ids of the calls whose answer began, below the library."""

    def __init__(self) -> None:
        self.request_ids: list[str] = []

    def _note(self, response: Any) -> Any:
        if response.status_code == 200:
            headers = response.headers
            self.request_ids.append(headers.get("request-id") or headers["x-amzn-requestid"])
        return response

    def handle(self, request: Any, call_next: Any) -> Any:
        return self._note(call_next(request))

    async def handle_async(self, request: Any, call_next: Any) -> Any:
        return self._note(await call_next(request))


async def random_calls(kind: str, ledger: Ledger, seed: int, count: int) -> dict[str, Any]:
    numbers = random.Random(seed)
    answered = Answered()
    client = create_client(kind, middleware=[token_ledger(ledger=ledger, feature=kind), answered], max_retries=2)

    async def call() -> None:
        mode = numbers.choice(["ok", "ok", "ok", "retry", "error", "cut"])
        leave_after = numbers.randrange(1, 30) if numbers.random() < 0.4 else sys.maxsize
        kinds = [message, helper, unbuffered, unread] + 4 * [events]
        chosen = numbers.choice(kinds)
        work = events(client, mode, leave_after) if chosen is events else chosen(client, mode)
        give_up = numbers.uniform(0, 0.06) if kind.endswith("async") and numbers.random() < 0.2 else 60
        try:
            await asyncio.wait_for(work, give_up)
        except Exception:
            pass

    # A client that is not asynchronous blocks its thread, so its calls are made in ten of them.
    left = count

    async def worker() -> None:
        nonlocal left
        while left > 0:
            left -= 1
            await call()

    if kind.endswith("async"):
        await asyncio.gather(*(worker() for _ in range(10)))
    else:
        await asyncio.gather(*(asyncio.to_thread(asyncio.run, worker()) for _ in range(10)))
    # Generators that were given up are closed by the event loop.
    await asyncio.sleep(0.1)
    return {"answered": answered.request_ids}


async def main(scenario: str, *rest: str) -> None:
    warnings.simplefilter("ignore")
    ledger = Ledger()
    if scenario == "cases":
        seen = {kind: await cases(kind, ledger) for kind in rest}
    else:
        seed, count, *kinds = rest
        seen = {kind: await random_calls(kind, ledger, int(seed), int(count)) for kind in kinds}
    print(json.dumps({"seen": seen, "flushed": ledger.flush(30)}))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
