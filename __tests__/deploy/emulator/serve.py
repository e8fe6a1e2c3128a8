"""An emulated AWS account: moto's server with the patches, on a free loopback port.

Prints one line of JSON, {"port": N}, when it listens. Ends when its standard input does, so that it can't outlive who
started it.
"""

import argparse
import json
import os
import sys
import threading
from functools import cache
from typing import Any


# Calls at once: Terraform makes ten, and each that is held keeps its thread.
THREADS = 48
# A connection is left to its caller to close.
IDLE_SECONDS = 3600
# Each client of each account keeps its connections: more than the server's own limit, at which it listens no more.
CONNECTIONS = 1000
# Bytes of an answer that are sent at once.
WHOLE = 1 << 20


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="an emulated AWS account on a free loopback port")
    parser.add_argument("--account", default="123456789012", help="id of the account")
    parser.add_argument("--region", default="us-east-1", help="region of certificates and web ACLs")
    parser.add_argument("--certificate", action="append", default=[], metavar="ARN", help="an ACM certificate it has")
    parser.add_argument("--web-acl", action="append", default=[], metavar="ARN", help="a WAF web ACL it has")
    return parser.parse_args()


def end_with_stdin() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def look_up_once() -> None:
    """What moto looks up at every call though it never changes: the folders of its services, the actions of each."""
    from moto import backends
    from moto.core import responses

    services, actions = backends.list_of_moto_modules, responses.method_names_from_class
    backends.list_of_moto_modules = cache(lambda: frozenset(services()))
    responses.method_names_from_class = cache(lambda service: frozenset(actions(service)))


def know_accounts(own: str) -> None:
    """Who calls with the keys of an assumed role works in the role's account, everybody else in the emulator's own one."""
    from moto.iam import models

    # moto's own setting for this, MOTO_ACCOUNT_ID, would make all accounts one.
    models.DEFAULT_ACCOUNT_ID = own


def main() -> None:
    given = arguments()
    # moto reads this when it is imported.
    os.environ.update(MOTO_EC2_LOAD_DEFAULT_AMIS="false", MOTO_IAM_LOAD_MANAGED_POLICIES="true")
    threading.Thread(target=end_with_stdin, daemon=True).start()

    from answers import Answers
    from hold import Holds
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from patches import PATCHES
    from seed import add_certificate, add_web_acl
    from waitress.server import create_server

    look_up_once()
    know_accounts(given.account)
    for patch in PATCHES:
        patch.apply()
    for arn in given.certificate:
        add_certificate(given.account, given.region, arn)
    for arn in given.web_acl:
        add_web_acl(given.account, given.region, arn)
    application = Holds(Answers(DomainDispatcherApplication(create_backend_app)))
    # Not moto's own server: that one sends an answer's head and body apart, and where the body is late, as on a busy machine, the
    # provider closes the connection and makes the call again (seen on the wire).
    server = create_server(
        application,
        host="127.0.0.1",
        port=0,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,
        channel_timeout=IDLE_SECONDS,
        send_bytes=WHOLE,
    )
    port = server.effective_port
    os.environ["MOTO_PORT"] = str(port)
    print(json.dumps({"port": port}), flush=True)
    server.run()


if __name__ == "__main__":
    main()
