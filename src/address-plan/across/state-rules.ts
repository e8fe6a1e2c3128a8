import { posix } from "node:path";
import { type KeyPath } from "../../config/key-path";
import { partitionOf } from "../../config/regions";
import { type FileConfig } from "../../config/file-config";
import { acrossRule, type AcrossRule, type Claim } from "./across-rule";

interface StatePlace extends Claim {
  /** As it is written; two that differ in case of letters only are one place on some disks. */
  readonly written: string;
  /** own: the state itself. beside: what Terraform writes beside it. above: a folder that it lies in. */
  readonly kind: "own" | "beside" | "above";
}

/** With `use_lockfile` Terraform locks a state in S3 by an object beside it. Source: Terraform, S3 backend. */
const LOCK = ".tflock";
const STATE_FILE = ".tfstate";

function localPlaces(written: string): StatePlace[] {
  const path: KeyPath = ["backend", "path"];
  const parts = posix.normalize(written).split("/");
  const file = parts.join("/").toLowerCase();
  const above = parts.slice(0, -1).map((_, i) =>
    parts
      .slice(0, i + 1)
      .join("/")
      .toLowerCase(),
  );
  return [
    { scope: `local ${file}`, path, written, kind: "own" },
    ...above
      .filter((folder) => folder.endsWith(STATE_FILE))
      .map((folder): StatePlace => ({ scope: `local ${folder}`, path, written, kind: "above" })),
  ];
}

/** Where a bridge keeps its state, in each spelling that another file could give the same place. */
function statePlaces({ backend, region }: FileConfig): StatePlace[] {
  switch (backend.type) {
    case "local":
      return localPlaces(backend.path);
    case "s3": {
      const { bucket, key } = backend;
      // A bucket's name stands for one bucket per partition, whatever its Region.
      const scope = `s3 ${partitionOf(backend.region ?? region)} ${bucket}/${key}`;
      const place = { path: ["backend", "key"], written: key };
      return [
        { ...place, scope, kind: "own" },
        { ...place, scope: scope + LOCK, kind: "beside" },
      ];
    }
    case "cloud": {
      const written = `${backend.hostname}/${backend.organization}/${backend.workspace}`;
      return [{ scope: `cloud ${written.toLowerCase()}`, path: ["backend", "workspace"], written, kind: "own" }];
    }
  }
}

interface BucketUse extends Claim {
  readonly use: "creates" | "logs" | "state";
}

function bucketUses({ backend, logs, region }: FileConfig): BucketUse[] {
  const uses: BucketUse[] = [];
  const add = (bucket: string, partition: string, path: KeyPath, use: BucketUse["use"]) =>
    uses.push({ scope: `${partition} ${bucket}`, path, use });
  if (logs) add(logs.bucket, partitionOf(region), ["logs", "bucket"], logs.create ? "creates" : "logs");
  if (backend.type === "s3") add(backend.bucket, partitionOf(backend.region ?? region), ["backend", "bucket"], "state");
  return uses;
}

const USE_WORDS: Readonly<Record<BucketUse["use"], (place: string) => string>> = {
  creates: (place) => `is a bucket that ${place} creates, for its own logs alone`,
  logs: (place) => `is where ${place} writes logs, which the bucket would refuse when it is created here`,
  state: (place) => `is where ${place} keeps its state, so it exists already`,
};

export const STATE_RULES: readonly AcrossRule[] = [
  acrossRule<StatePlace>({
    name: "state-of-its-own",
    fact: "each bridge has a state of its own: what one finds in another's it would destroy",
    source: "Terraform, state",
    claims: ({ config }) => statePlaces(config),
    clash: (one, other) => one.kind === "own" || other.kind === "own",
    message: (mine, other, place) => {
      if (mine.kind !== "own" || other.kind !== "own")
        return `can't be beside the state of ${place}: one's file or lock is in the other's way`;
      const same = `is where ${place} keeps its state`;
      if (mine.written === other.written) return same;
      const isCase = mine.written.toLowerCase() === other.written.toLowerCase();
      return `${same}, ${isCase ? "but for letters' case, which not everything tells apart" : "written otherwise"}`;
    },
    fix: "write a place for each state",
  }),
  acrossRule<BucketUse>({
    name: "bucket-made-once",
    fact: "a bucket is created by one bridge, and its policy admits that bridge's logs alone",
    source: "S3 API, CreateBucket (BucketAlreadyOwnedByYou); this project",
    claims: ({ config }) => bucketUses(config),
    clash: (one, other) => one.use === "creates" || other.use === "creates",
    message: (_, other, place) => USE_WORDS[other.use](place),
    fix: "write a bucket for each, or create: false for one that exists",
  }),
];
