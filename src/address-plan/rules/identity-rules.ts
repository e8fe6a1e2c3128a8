import { type KeyPath } from "../../config/key-path";
import { partitionOf, zoneIdPrefix } from "../../config/regions";
import { type BridgeConfig } from "../../config/schema";
import { writtenZones } from "../../config/written-zones";
import { type AddressPlan } from "../plan";
import { type Break, type Rule } from "./rule";

const SIDES = ["client", "web"] as const;

/** An id in the file and what it names. */
interface Named {
  readonly id: string;
  readonly path: KeyPath;
  /** In words, for messages: "the client VPC". */
  readonly what: string;
}

/** Ids of which each names one thing. Route tables are shared by the subnets of one VPC, so a side's count once. */
function ids({ config }: AddressPlan): Named[] {
  const named: Named[] = [];
  const add = (id: string | undefined, path: KeyPath, what: string) => {
    if (id !== undefined) named.push({ id, path, what });
  };
  for (const side of SIDES) {
    const tables = new Set<string>();
    add(config[side].vpc.id, [side, "vpc", "id"], `the ${side} VPC`);
    for (const [name, subnet] of Object.entries(config[side].subnets)) {
      const path = [side, "subnets", name];
      add(subnet.id, [...path, "id"], `the ${side} subnet ${name}`);
      if (subnet.route_table === undefined || tables.has(subnet.route_table)) continue;
      tables.add(subnet.route_table);
      add(subnet.route_table, [...path, "route_table"], `the route table of the ${side} subnet ${name}`);
    }
  }
  for (const side of SIDES)
    add(config.reachability_analyzer?.[side], ["reachability_analyzer", side], `the ${side} interface`);
  return named;
}

/** An ARN of the file, and what it must say of where its thing is; undefined where it may say anything. */
interface PlacedArn {
  readonly arn: string;
  readonly path: KeyPath;
  readonly region: string;
  readonly account?: string | undefined;
  /** Whose account it must be, for messages. */
  readonly owner?: string;
}

function arns({ region, client, web, listeners, alarms, alb, backend }: BridgeConfig): PlacedArn[] {
  const found: PlacedArn[] = [];
  for (const [name, side] of Object.entries({ client, web })) {
    const account = side.account;
    if (account?.role)
      found.push({
        arn: account.role,
        path: [name, "account", "role"],
        region,
        account: account.id,
        owner: `${name}.account.id`,
      });
  }
  const certificates = listeners.https?.certificates ?? [];
  // Where the file tells no account, the first certificate does.
  const known = client.account
    ? { account: client.account.id, owner: "client.account.id" }
    : { account: certificates[0]?.split(":")[4], owner: "that of listeners.https.certificates[0]" };
  certificates.forEach((arn, i) =>
    found.push({ arn, path: ["listeners", "https", "certificates", i], region, ...known }),
  );
  if (alb.waf_acl_arn) found.push({ arn: alb.waf_acl_arn, path: ["alb", "waf_acl_arn"], region, ...known });
  if (alarms) found.push({ arn: alarms.topic, path: ["alarms", "topic"], region });
  if (backend.type === "s3" && backend.kms_key)
    found.push({ arn: backend.kms_key, path: ["backend", "kms_key"], region: backend.region ?? region });
  return found;
}

/** The ARN with another partition (1), Region (3) or account (4). */
function withPart(arn: string, part: 1 | 3 | 4, text: string): string {
  return arn
    .split(":")
    .map((own, i) => (i === part ? text : own))
    .join(":");
}

/** The most zones that a Region has, us-east-1. */
const MOST_ZONES = 6;

export const IDENTITY_RULES: readonly Rule[] = [
  {
    name: "id-stands-once",
    fact: "an id names one thing: no VPC is both sides, and no subnet, route table or interface is in two places",
    source: "EC2 user guide, resource IDs",
    check: (plan) => {
      const first = new Map<string, Named>();
      return ids(plan).flatMap((named): Break[] => {
        const other = first.get(named.id);
        if (!other) {
          first.set(named.id, named);
          return [];
        }
        return [{ path: named.path, message: `is ${other.what} already`, fix: `write the id of ${named.what}` }];
      });
    },
  },
  {
    name: "zone-id-region",
    fact: "a zone id begins with its Region in short: use1-az1 is in us-east-1",
    source: "EC2 user guide, Regions and Zones, AZ IDs",
    check: ({ config }) => {
      const prefix = zoneIdPrefix(config.region);
      if (prefix === undefined) return [];
      const written = writtenZones(config).filter(({ zone }) => zone.length > 1);
      return written.flatMap(({ zone: id, path }): Break[] => {
        const [own = "", number = ""] = id.split("-az");
        const isNumber = Number(number) <= MOST_ZONES;
        if (own === prefix && isNumber) return [];
        // With the number that is written: two zones stay two.
        const fix = `write ${prefix}-az${isNumber ? number : 1} or another one of that Region`;
        return [{ path, message: `is no zone of ${config.region}`, fix }];
      });
    },
  },
  {
    name: "arn-account",
    fact: "a role is assumed in the account that it is in, and an ALB takes certificates and a web ACL of its own account",
    source:
      "IAM user guide, IAM ARNs; ELB user guide, certificates for an HTTPS listener; WAF developer guide, web ACL associations",
    check: ({ config }) =>
      arns(config).flatMap(({ arn, path, account, owner }): Break[] => {
        const own = arn.split(":")[4];
        if (account === undefined || own === account) return [];
        return [
          {
            path,
            message: `is of the account ${own}, but ${owner} is ${account}`,
            fix: `write ${withPart(arn, 4, account)}, or mend ${owner}`,
          },
        ];
      }),
  },
  {
    name: "topic-account",
    warns: true,
    fact: "an alarm notifies a topic of another account only where the topic's policy admits it",
    source: "CloudWatch user guide, alarm actions; SNS developer guide, access policies",
    check: ({ config: { alarms, client } }) => {
      const own = alarms?.topic.split(":")[4];
      if (own === undefined || !client.account || own === client.account.id) return [];
      const message = `is of the account ${own}, whose policy must let CloudWatch of ${client.account.id} publish to it`;
      return [
        { path: ["alarms", "topic"], message, fix: `leave it if it does, else write a topic of ${client.account.id}` },
      ];
    },
  },
  {
    name: "arn-partition",
    fact: "ARNs of one partition (aws, aws-cn, aws-us-gov) mean nothing in another",
    source: "AWS General Reference, Amazon Resource Names",
    check: ({ config }) =>
      arns(config).flatMap(({ arn, path, region }): Break[] => {
        const [own, partition] = [arn.split(":")[1], partitionOf(region)];
        if (own === partition) return [];
        const message = `is of the partition ${own}, but ${region} is in ${partition}`;
        return [{ path, message, fix: `write ${withPart(arn, 1, partition)}` }];
      }),
  },
  {
    name: "state-key-region",
    fact: "a bucket's objects are encrypted with a KMS key of the bucket's own Region",
    source: "S3 user guide, server-side encryption with AWS KMS",
    check: ({ config: { backend, region } }) => {
      if (backend.type !== "s3" || !backend.kms_key) return [];
      const wanted = backend.region ?? region;
      if (backend.kms_key.split(":")[3] === wanted) return [];
      return [
        {
          path: ["backend", "kms_key"],
          message: `is not in ${wanted}, where the state's bucket is`,
          fix: `write a key of ${wanted}, or the bucket's Region as backend.region`,
        },
      ];
    },
  },
];
