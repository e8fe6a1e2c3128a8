import { EXISTING, LARGE, SMALL } from "../config/bridge-texts";
import { add } from "../config/contradiction-case";
import { broken, type BrokenCase, holds, type HoldingCase } from "./rule-case";

const STATE = "path: state/small.tfstate";
const tags = (text: string) => add(`tags: { ${text} }`);
const manyTags = (count: number) => tags(Array.from({ length: count }, (_, i) => `t${i}: x`).join(", "));

const swept = (path: string) => broken("state-is-kept", path, SMALL, [[STATE, `path: ${path}`]], [[2, "backend.path"]]);

const bucket = (name: string) =>
  broken("bucket-names", name, LARGE, [["bucket: acme-logs", `bucket: ${name}`]], [[31, "logs.bucket"]]);

export const BROKEN_NAME_RULES: readonly BrokenCase[] = [
  broken(
    "tag-reserved",
    "keys and a value, in any case",
    SMALL,
    [tags('"aws:x": y, "AWS:cloudformation:stack-name": z, Owner: "Aws:me"')],
    [
      [20, 'tags["aws:x"]'],
      [20, 'tags["AWS:cloudformation:stack-name"]'],
      [20, "tags.Owner"],
    ],
  ),
  broken(
    "tag-characters",
    "characters that EC2 alone would take, in values and keys",
    SMALL,
    [tags('Team: "a&b", "cost?": x, Mail: "me, you", Note: "a\\tb", Emoji: "🌉"')],
    [
      [20, "tags.Team"],
      [20, 'tags["cost?"]'],
      [20, "tags.Mail"],
      [20, "tags.Note"],
      [20, "tags.Emoji"],
    ],
  ),
  broken(
    "tag-characters",
    "spaces at an end",
    SMALL,
    [tags('Team: "ops ", " Owner": me')],
    [
      [20, "tags.Team"],
      [20, 'tags[" Owner"]'],
    ],
  ),
  broken("tag-count", "50, to which Name comes", SMALL, [manyTags(50)], [[20, "tags"]]),
  broken("tag-name", "a name for all", SMALL, [tags("Name: bridge")], [[20, "tags.Name"]]),
  bucket("acme..logs"),
  bucket("192.168.5.4"),
  bucket("xn--logs"),
  bucket("amzn-s3-demo-logs"),
  bucket("acme-s3alias"),
  bucket("acme--use1-az1--x-s3"),
  broken(
    "bucket-names",
    "the state's",
    EXISTING,
    [["bucket: acme-state", "bucket: sthree-state.mrap"]],
    [[2, "backend.bucket"]],
  ),
  broken(
    "log-bucket-apart",
    "one bucket for state and created logs",
    EXISTING,
    [add("logs: { bucket: acme-state, create: true }")],
    [[23, "logs.bucket"]],
  ),
  swept("cdktf.out/stacks/x/cdk.tfstate"),
  swept("./cdktf.out//a.tfstate"),
  swept("CDKTF.out/a.tfstate"),
  swept("node_modules/a.tfstate"),
  swept("packages/a/node_modules/.cache/a.tfstate"),
  swept(".git/a.tfstate"),
  swept(".gen/modules/a.tfstate"),
  swept("state/.terraform/a.tfstate"),
  swept("test-results/a.tfstate"),
  ...["/a.tfstate", "states/", "states//a.tfstate"].map((key) =>
    broken("state-object-key", key, EXISTING, [["key: existing.tfstate", `key: ${key}`]], [[2, "backend.key"]]),
  ),
  broken(
    "alarm-topic",
    "a FIFO topic",
    SMALL,
    [add("alarms: { topic: arn:aws:sns:us-east-1:111122223333:alarms.fifo }")],
    [[20, "alarms.topic"]],
  ),
];

export const HOLDING_NAME_RULES: readonly HoldingCase[] = [
  holds("tag-reserved", "aws that is no prefix", SMALL, tags('awsome: "not aws:", "my:aws:tag": aws')),
  holds("tag-characters", "every kind that is allowed", SMALL, tags('"Kosten/Stelle=1": "Zürich + 東京_1.2:a@b-c"')),
  holds("tag-characters", "an empty value", SMALL, tags('Note: ""')),
  holds("tag-count", "49, and Name with them", SMALL, manyTags(49)),
  holds("tag-name", "a name in another case is another key", SMALL, tags("name: bridge")),
  holds("bucket-names", "dots and digits that are no address", LARGE, ["bucket: acme-logs", "bucket: 1.2.3.acme--x"]),
  holds(
    "log-bucket-apart",
    "logs into the state's bucket, which exists",
    EXISTING,
    add("logs: { bucket: acme-state }"),
  ),
  holds("state-is-kept", "names that only look like those", SMALL, [STATE, "path: cdktf.outer/node_modules.tfstate"]),
  holds("state-is-kept", "cdktf.out that is not the project's", SMALL, [STATE, "path: state/cdktf.out/a.tfstate"]),
  holds("state-object-key", "folders, and dots in names", EXISTING, ["key: existing.tfstate", "key: a/b.c/d"]),
  holds(
    "alarm-topic",
    "a name that ends like one",
    SMALL,
    add("alarms: { topic: arn:aws:sns:us-east-1:111122223333:fifo }"),
  ),
];
