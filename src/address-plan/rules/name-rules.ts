import { posix } from "node:path";
import { type KeyPath } from "../../config/key-path";
import { type FileConfig } from "../../config/file-config";
import { templateMark } from "../../config/templates";
import { type BridgePlan } from "../bridge-plan";
import { type Break, type RuleOf } from "./rule";

const TAGS = "AWS General Reference, tagging your AWS resources; ELB API, Tag";
/** What every service takes that is tagged here; EC2 alone takes more. */
const TAG_TEXT = /^[\p{L}\p{N}\p{Z}_.:/=+\-@]*$/u;
/** A resource has 50 tags, and one of them is the Name that each gets here. */
const MOST_TAGS = 49;

function tagBreaks({ tags }: FileConfig, check: (text: string) => Omit<Break, "path"> | undefined): Break[] {
  return Object.entries(tags).flatMap(([key, value]) => {
    const path = ["tags", key];
    const found = check(key) ?? check(value);
    return found ? [{ path, ...found }] : [];
  });
}

/** Bucket names that S3 keeps for what is no general purpose bucket. */
const RESERVED_PREFIXES = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

function bucketFault(name: string): string | undefined {
  if (name.includes("..")) return "has two dots in a row";
  if (/^\d+(\.\d+){3}$/.test(name)) return "looks like an IP address";
  const prefix = RESERVED_PREFIXES.find((reserved) => name.startsWith(reserved));
  if (prefix) return `begins with ${prefix}, which S3 keeps for itself`;
  const suffix = RESERVED_SUFFIXES.find((reserved) => name.endsWith(reserved));
  return suffix && `ends in ${suffix}, which S3 keeps for itself`;
}

/** Folders of the project that a command deletes or writes anew, and which one. */
const SWEPT: ReadonlyMap<string, string> = new Map([
  ["cdktf.out", "synthesis and cdktf"],
  [".gen", "cdktf get"],
  ["coverage", "the tests"],
  ["test-results", "the tests"],
]);
/** The same, wherever they are: packages/a/node_modules. */
const SWEPT_ANYWHERE: ReadonlyMap<string, string> = new Map([
  ["node_modules", "npm ci"],
  [".git", "git"],
  [".terraform", "Terraform"],
]);

/** The swept folder that a path is in, and what sweeps it. */
function sweptFolder(path: string): readonly [folder: string, by: string] | undefined {
  const [top = "", ...below] = posix.normalize(path).toLowerCase().split("/").slice(0, -1);
  const by = SWEPT.get(top);
  if (by !== undefined) return [top, by];
  return [top, ...below].flatMap((folder) => {
    const sweeper = SWEPT_ANYWHERE.get(folder);
    return sweeper === undefined ? [] : [[folder, sweeper] as const];
  })[0];
}

export const NAME_RULES: readonly RuleOf<BridgePlan>[] = [
  {
    name: "tag-reserved",
    fact: "tags that begin with aws: are AWS's own, in any case of letters",
    source: TAGS,
    check: ({ config }) =>
      tagBreaks(config, (text) =>
        /^aws:/i.test(text)
          ? { message: "begins with aws:, which AWS keeps for itself", fix: "write it without aws:" }
          : undefined,
      ),
  },
  {
    name: "tag-characters",
    fact: "a tag holds letters, digits, spaces and _ . : / = + - @, and neither begins nor ends with a space",
    source: TAGS,
    check: ({ config }) =>
      tagBreaks(config, (text) => {
        // That is told of the whole file, before the plan.
        if (templateMark(text)) return undefined;
        const fix = "write letters, digits, inner spaces and _ . : / = + - @ only";
        const bad = [...text].find((character) => !TAG_TEXT.test(character));
        if (bad !== undefined) return { message: `holds ${JSON.stringify(bad)} in its key or value`, fix };
        return text.trim() === text ? undefined : { message: "begins or ends with a space", fix };
      }),
  },
  {
    name: "tag-count",
    fact: "a resource has 50 tags, and Name, which each resource gets here, is one of them",
    source: TAGS,
    check: ({ config: { tags } }) => {
      const count = Object.keys(tags).filter((key) => key !== "Name").length;
      const message = `are ${count}, and with Name more than the 50 that a resource may have`;
      return count > MOST_TAGS ? [{ path: ["tags"], message, fix: `write ${MOST_TAGS} or fewer` }] : [];
    },
  },
  {
    name: "tag-name",
    fact: "each resource is named by its own Name tag, which wins over the one of all",
    source: "this project; Terraform AWS provider, default_tags",
    check: ({ config: { tags } }) =>
      Object.hasOwn(tags, "Name")
        ? [
            {
              path: ["tags", "Name"],
              message: "does nothing: each resource has a Name of its own",
              fix: "leave it out, or write another key such as Project",
            },
          ]
        : [],
  },
  {
    name: "bucket-names",
    fact: "a bucket's name has no two dots in a row, looks like no IP address, and has no prefix or suffix that S3 keeps",
    source: "S3 user guide, general purpose bucket naming rules",
    check: ({ config: { backend, logs } }) => {
      const buckets: [KeyPath, string][] = [];
      if (backend.type === "s3") buckets.push([["backend", "bucket"], backend.bucket]);
      if (logs) buckets.push([["logs", "bucket"], logs.bucket]);
      return buckets.flatMap(([path, name]) => {
        const message = bucketFault(name);
        return message ? [{ path, message, fix: "write a bucket's name that S3 takes" }] : [];
      });
    },
  },
  {
    name: "log-bucket-apart",
    fact: "the state's bucket is there before the first deployment, so it is no bucket that the deployment creates",
    source: "Terraform, S3 backend",
    check: ({ config: { backend, logs } }) =>
      backend.type === "s3" && logs?.create && logs.bucket === backend.bucket
        ? [
            {
              path: ["logs", "bucket"],
              message: "is the bucket of the state, which exists, but logs.create would create it",
              fix: "write another bucket, or create: false",
            },
          ]
        : [],
  },
  {
    name: "state-is-kept",
    fact: "a state lies where no command deletes it: not in cdktf.out, node_modules, .gen, .git or .terraform",
    source: "this project; cdktf, npm and git, which write these folders anew",
    check: ({ name, config: { backend } }) => {
      const [folder, by] = (backend.type === "local" && sweptFolder(backend.path)) || [];
      if (folder === undefined) return [];
      const message = `is in ${folder}, which ${by} may delete, and the state with it`;
      return [{ path: ["backend", "path"], message, fix: `write a path elsewhere, such as state/${name}.tfstate` }];
    },
  },
  {
    name: "state-object-key",
    fact: "the key of a state neither begins nor ends with a slash, and has no empty part",
    source: "Terraform, S3 backend: key",
    check: ({ config: { backend } }) =>
      backend.type === "s3" && backend.key.split("/").includes("")
        ? [
            {
              path: ["backend", "key"],
              message: "begins or ends with a slash, or has two in a row",
              fix: "write single slashes between names",
            },
          ]
        : [],
  },
  {
    name: "alarm-topic",
    fact: "alarms notify standard topics: a FIFO topic wants a message group of each message, which no alarm names",
    source: "SNS developer guide, FIFO topics; CloudWatch user guide, alarm actions",
    check: ({ config: { alarms } }) =>
      alarms?.topic.endsWith(".fifo")
        ? [{ path: ["alarms", "topic"], message: "is a FIFO topic", fix: "write the ARN of a standard topic" }]
        : [],
  },
];
