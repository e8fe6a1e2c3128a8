"""Holds API calls so that a test can interrupt an apply at a known point.

A hold names an action (CreateNatGateway) and a moment: before, the call is not done and its caller waits; after, it is
done and only the answer does not come. `/hold/set?action=A&moment=before|after`, `/hold/state`, `/hold/release`.
When released, a call held before is refused as if AWS had been unavailable; nobody is there any more to hear it.
"""

import io
import json
import threading
from collections import Counter
from typing import Any, Iterable
from urllib.parse import parse_qs

from answers import Application, StartResponse


class Holds:
    def __init__(self, application: Application):
        self.application = application
        self.lock = threading.Lock()
        self.action: str | None = None
        self.moment = "before"
        self.released = threading.Event()
        self.held: Counter[str] = Counter()
        self.busy = 0
        self.calls: Counter[str] = Counter()

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith("/hold/"):
            return self.control(path.removeprefix("/hold/"), environ, start)
        action = environ["emulator.action"] = action_of(environ)
        with self.lock:
            self.calls[action] += 1
            holding = action == self.action
            moment, released = self.moment, self.released
        if not holding:
            return self.work(environ, start)
        if moment == "before":
            self.wait(environ, released)
            start("503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b"held"]
        answer = self.work(environ, start)
        self.wait(environ, released)
        return answer

    def work(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        with self.lock:
            self.busy += 1
        try:
            return self.application(environ, start)
        finally:
            with self.lock:
                self.busy -= 1

    def wait(self, environ: dict[str, Any], released: threading.Event) -> None:
        # A call that an SDK makes again, because its connection was lost on a busy machine, is still one call.
        call = environ.get("HTTP_AMZ_SDK_INVOCATION_ID") or str(id(environ))
        with self.lock:
            self.held[call] += 1
        released.wait()
        with self.lock:
            self.held[call] -= 1
            self.held += Counter()

    def control(self, what: str, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        query = {key: values[0] for key, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        with self.lock:
            if what == "set":
                self.action, self.moment = query["action"], query["moment"]
                self.released = threading.Event()
            elif what == "release":
                self.action = None
                self.released.set()
            state = {"held": len(self.held), "busy": self.busy, "calls": dict(self.calls)}
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(state).encode()]


def action_of(environ: dict[str, Any]) -> str:
    """The action of a call in AWS's query protocol, which EC2 and the load balancers speak; else method and path."""
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        action = parse_qs(body.decode()).get("Action")
        if action:
            return action[0]
    return f"{environ.get('REQUEST_METHOD')} {environ.get('PATH_INFO')}"
