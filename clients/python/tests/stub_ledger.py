"""A ledger on the loopback interface that answers as it is scripted, and accepts everything by default."""

from __future__ import annotations

import http.server
import json
import threading
from typing import Any, Callable

Answer = tuple[int, Any, dict[str, str]]


def accepting(records: list[dict[str, Any]]) -> Answer:
    return 202, {"results": [{"index": index, "status": "accepted"} for index in range(len(records))]}, {}


class StubLedger:
    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[Callable[[list[dict[str, Any]]], Answer]] = []
        stub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                stub.bodies.append({**body, "path": self.path})
                stub.headers.append({name.lower(): value for name, value in self.headers.items()})
                answer = stub.answers.pop(0) if stub.answers else accepting
                status, document, headers = answer(body["records"])
                text = document if isinstance(document, bytes) else json.dumps(document).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(text))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def names(self) -> list[list[str]]:
        """Request ids in the order in which they were sent, by request."""
        return [[record["requestId"] for record in body["records"]] for body in self.bodies]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
