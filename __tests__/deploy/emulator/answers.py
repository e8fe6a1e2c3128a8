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

    def answer_to(self, environ: dict[str, Any]) -> Answer:
        call, action = environ.get("HTTP_AMZ_SDK_INVOCATION_ID"), environ["emulator.action"]
        before = self.kept.get(call or "")
        if before:
            tell(f"{action} came again and is answered {before.status} as before")
            return before
        answer = Answer(self.application, environ)
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
