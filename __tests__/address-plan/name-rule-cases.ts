import { EXISTING, LARGE, SMALL } from "../config/bridge-texts";
import { add } from "../config/contradiction-case";
import { broken, type BrokenCase, holds, type HoldingCase } from "./rule-case";

const STATE = "path: state/small.tfstate";
const CHARACTERS = "write letters, digits, inner spaces and _ . : / = + - @ only";
const tags = (text: string) => add(`tags: { ${text} }`);
const manyTags = (count: number) => tags(Array.from({ length: count }, (_, i) => `t${i}: x`).join(", "));

const swept = (path: string, folder: string, by: string) =>
  broken(
    "state-is-kept",
    path,
    SMALL,
    [[STATE, `path: ${path}`]],
    [
      `backend.path: is in ${folder}, which ${by} may delete, and the state with it; write a path elsewhere, such as state/test.tfstate`,
    ],
  );

const bucket = (name: string, message: string) =>
  broken(
    "bucket-names",
    name,
    LARGE,
    [["bucket: acme-logs", `bucket: ${name}`]],
    [`logs.bucket: ${message}; write a bucket's name that S3 takes`],
  );

export const BROKEN_NAME_RULES: readonly BrokenCase[] = [
  broken(
    "tag-reserved",
    "keys and a value, in any case",
    SMALL,
    [tags('"aws:x": y, "AWS:cloudformation:stack-name": z, Owner: "Aws:me"')],
    ["aws:x", "AWS:cloudformation:stack-name", "Owner"].map(
      (key) =>
        `tags${key === "Owner" ? ".Owner" : `["${key}"]`}: begins with aws:, which AWS keeps for itself; write it without aws:`,
    ),
  ),
  broken(
    "tag-characters",
    "characters that EC2 alone would take, in values and keys",
    SMALL,
    [tags('Team: "a&b", "cost?": x, Mail: "me, you", Note: "a\\tb", Emoji: "🌉"')],
    [
      `tags.Team: holds "&" in its key or value; ${CHARACTERS}`,
      `tags["cost?"]: holds "?" in its key or value; ${CHARACTERS}`,
      `tags.Mail: holds "," in its key or value; ${CHARACTERS}`,
      `tags.Note: holds "\\t" in its key or value; ${CHARACTERS}`,
      `tags.Emoji: holds "🌉" in its key or value; ${CHARACTERS}`,
    ],
  ),
  broken(
    "tag-characters",
    "spaces at an end",
    SMALL,
    [tags('Team: "ops ", " Owner": me')],
    [
      `tags.Team: begins or ends with a space; ${CHARACTERS}`,
      `tags[" Owner"]: begins or ends with a space; ${CHARACTERS}`,
    ],
  ),
  broken(
    "tag-count",
    "50, to which Name comes",
    SMALL,
    [manyTags(50)],
    ["tags: are 50, and with Name more than the 50 that a resource may have; write 49 or fewer"],
  ),
  broken(
    "tag-name",
    "a name for all",
    SMALL,
    [tags("Name: bridge")],
    [
      "tags.Name: does nothing: each resource has a Name of its own; leave it out, or write another key such as Project",
    ],
  ),
  bucket("acme..logs", "has two dots in a row"),
  bucket("192.168.5.4", "looks like an IP address"),
  bucket("xn--logs", "begins with xn--, which S3 keeps for itself"),
  bucket("amzn-s3-demo-logs", "begins with amzn-s3-demo-, which S3 keeps for itself"),
  bucket("acme-s3alias", "ends in -s3alias, which S3 keeps for itself"),
  bucket("acme--use1-az1--x-s3", "ends in --x-s3, which S3 keeps for itself"),
  broken(
    "bucket-names",
    "the state's",
    EXISTING,
    [["bucket: acme-state", "bucket: sthree-state.mrap"]],
    ["backend.bucket: begins with sthree-, which S3 keeps for itself; write a bucket's name that S3 takes"],
  ),
  broken(
    "log-bucket-apart",
    "one bucket for state and created logs",
    EXISTING,
    [add("logs: { bucket: acme-state, create: true }")],
    [
      "logs.bucket: is the bucket of the state, which exists, but logs.create would create it; write another bucket, or create: false",
    ],
  ),
  swept("cdktf.out/stacks/x/cdk.tfstate", "cdktf.out", "synthesis and cdktf"),
  swept("./cdktf.out//a.tfstate", "cdktf.out", "synthesis and cdktf"),
  swept("CDKTF.out/a.tfstate", "cdktf.out", "synthesis and cdktf"),
  swept("node_modules/a.tfstate", "node_modules", "npm ci"),
  swept("packages/a/node_modules/.cache/a.tfstate", "node_modules", "npm ci"),
  swept(".git/a.tfstate", ".git", "git"),
  swept(".gen/modules/a.tfstate", ".gen", "cdktf get"),
  swept("state/.terraform/a.tfstate", ".terraform", "Terraform"),
  swept("test-results/a.tfstate", "test-results", "the tests"),
  ...["/a.tfstate", "states/", "states//a.tfstate"].map((key) =>
    broken(
      "state-object-key",
      key,
      EXISTING,
      [["key: existing.tfstate", `key: ${key}`]],
      ["backend.key: begins or ends with a slash, or has two in a row; write single slashes between names"],
    ),
  ),
  broken(
    "alarm-topic",
    "a FIFO topic",
    SMALL,
    [add("alarms: { topic: arn:aws:sns:us-east-1:111122223333:alarms.fifo }")],
    ["alarms.topic: is a FIFO topic; write the ARN of a standard topic"],
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
