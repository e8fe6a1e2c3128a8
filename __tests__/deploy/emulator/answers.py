"""Works on one call at a time, and gives a call that is made again the answer that it got before.

moto's state is no thread's own: a call that reads what another one is changing would fail after it was done.

An SDK that lost an answer, as happens on a busy machine, makes the same call again, under the same invocation id. AWS
knows such a call by its client token; moto does not, and would make the thing twice.
"""

import sys
import threading
from typing import Any, Callable, Iterable

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

# Answers that are kept. A call is made again within seconds.
KEPT = 200


class Unknown:
    """An answer to a call that moto does not know. As an error of its caller's, so that nobody makes it again."""

    def __init__(self, action: str):
        code, words = "InvalidAction", f"The emulator does not know {action}"
        self.status = "400 Bad Request"
        self.body = [
            f"<Response><Errors><Error><Code>{code}</Code><Message>{words}</Message></Error></Errors></Response>".encode()
        ]

    def give(self, start: StartResponse) -> Iterable[bytes]:
        start(self.status, [("Content-Type", "text/xml")])
        return self.body


class Answer:
    """The whole answer to a call, to be given as often as it is asked for."""

    def __init__(self, application: Application, environ: dict[str, Any]):
        self.head: tuple[Any, ...] = ()
        self.body = list(application(environ, self.begin))

    def begin(self, *head: Any) -> None:
        self.head = head

    @property
    def status(self) -> str:
        return str(self.head[0])

    def give(self, start: StartResponse) -> Iterable[bytes]:
        start(*self.head)
        return self.body


class Answers:
    def __init__(self, application: Application):
        self.application = application
        self.one_at_a_time = threading.Lock()
        self.kept: dict[str, Answer] = {}

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        with self.one_at_a_time:
            return self.answer_to(environ).give(start)

    def answer_to(self, environ: dict[str, Any]) -> Answer | Unknown:
        call, action = environ.get("HTTP_AMZ_SDK_INVOCATION_ID"), environ["emulator.action"]
        before = self.kept.get(call or "")
        if before:
            tell(f"{action} came again and is answered {before.status} as before")
            return before
        try:
            answer = Answer(self.application, environ)
        except NotImplementedError:
            tell(f"{action} is not known")
            return Unknown(action)
        if answer.status.startswith("5"):
            # It failed within moto: its caller would only try again.
            tell(f"{action} answered {answer.status}")
        elif call:
            self.kept[call] = answer
        if len(self.kept) > KEPT:
            del self.kept[next(iter(self.kept))]
        return answer


def tell(what: str) -> None:
    print(f"emulator: {what}", file=sys.stderr, flush=True)
