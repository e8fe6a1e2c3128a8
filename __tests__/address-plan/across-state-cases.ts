import { EXISTING, LARGE, patch, SMALL } from "../config/bridge-texts";
import { ELSEWHERE, type AcrossCase, both, bucket, local, two } from "./across-case";

export const STATE_CASES: readonly AcrossCase[] = [
  two("state-of-its-own", "one file", [SMALL, SMALL], both(2, "backend.path")),
  two(
    "state-of-its-own",
    "one file in two spellings",
    [SMALL, local("./state//small.tfstate")],
    both(2, "backend.path"),
  ),
  two(
    "state-of-its-own",
    "names that differ in case only, which not every disk tells apart",
    [SMALL, local("State/Small.tfstate")],
    both(2, "backend.path"),
  ),
  two(
    "state-of-its-own",
    "a file where the other needs a folder",
    [SMALL, local("state/small.tfstate/more.tfstate")],
    both(2, "backend.path"),
  ),
  two(
    "state-of-its-own",
    "one bucket and key",
    [EXISTING, patch(ELSEWHERE, ["key: elsewhere", "key: existing"])],
    both(2, "backend.key"),
  ),
  two(
    "state-of-its-own",
    "a key that is the other's lock",
    [EXISTING, patch(ELSEWHERE, ["key: elsewhere.tfstate", "key: existing.tfstate.tflock"])],
    both(2, "backend.key"),
  ),
  two(
    "state-of-its-own",
    "one workspace, in other letters",
    [LARGE, patch(LARGE, ["organization: acme, workspace: large", "organization: Acme, workspace: LARGE"])],
    both(2, "backend.workspace"),
  ),
  two("state-of-its-own", "one folder, key and workspace each with another name beside it", [EXISTING, ELSEWHERE]),
  two("state-of-its-own", "local states side by side", [SMALL, local("state/smaller.tfstate")]),
  two("state-of-its-own", "one workspace of two organizations", [
    LARGE,
    patch(LARGE, ["organization: acme", "organization: acme-2"], ["bucket: acme-logs", "bucket: other-logs"]),
  ]),
  two(
    "bucket-made-once",
    "created twice",
    [patch(EXISTING, bucket("create: true")), patch(ELSEWHERE, bucket("create: true"))],
    both(23, "logs.bucket"),
  ),
  two(
    "bucket-made-once",
    "created by one and written to by the other",
    [patch(EXISTING, bucket("create: true")), patch(ELSEWHERE, bucket("flow_logs: true"))],
    both(23, "logs.bucket"),
  ),
  two(
    "bucket-made-once",
    "created by one and the state of the other",
    [patch(EXISTING, ["bucket: acme-state", "bucket: acme-logs"]), patch(ELSEWHERE, bucket("create: true"))],
    [
      [
        ["one", 2, "backend.bucket"],
        ["two", 23, "logs.bucket"],
      ],
      [
        ["two", 23, "logs.bucket"],
        ["one", 2, "backend.bucket"],
      ],
    ],
  ),
  two("bucket-made-once", "one that exists, for logs and states of both", [
    patch(EXISTING, bucket("flow_logs: true")),
    patch(ELSEWHERE, bucket("access_logs: true")),
  ]),
];
