import { formatKey } from "../../config/fault";
import { type KeyPath } from "../../config/key-path";
import { partitionOf, zoneIdPrefix } from "../../config/regions";
import { hubWrittenZones, writtenZones } from "../../config/written-zones";
import { type BridgePlan } from "../bridge-plan";
import { type PlannedSide, sideLabel, sidesOf, vpcName } from "../planned-sides";
import { watchedOf } from "../planned-alarms";
import { type Break, type RuleOf } from "./rule";

/** An id in the file and what it names. */
interface Named {
  readonly id: string;
  readonly path: KeyPath;
  /** In words, for messages: "the client VPC". */
  readonly what: string;
}

/** A subnet of the file that may have ids, and where it stands. */
interface Identified {
  readonly path: KeyPath;
  readonly id: string | undefined;
  readonly table: string | undefined;
  readonly what: string;
}

/** The subnets of a side's VPC that the file gives, those of existing NAT gateways among them. */
function identified(side: PlannedSide): Identified[] {
  const own = side.subnets.map(({ name, path, existingId, existingRouteTable }) => {
    return {
      path: path.slice(0, -1),
      id: existingId,
      table: existingRouteTable,
      what: `${sideLabel(side)} subnet ${name}`,
    };
  });
  return [...own, ...gatewaysOf(side).flatMap(({ subnet }) => subnet)];
}

/** The NAT gateways that exist on a side. */
function gatewaysOf({ existingNats }: PlannedSide): { gateway: Named; subnet: Identified }[] {
  return existingNats.map(({ existingId: id = "", subnet: { name, existingId, existingRouteTable }, path }) => {
    const at = path.slice(0, -1);
    return {
      gateway: { id, path: [...at, "id"], what: `the NAT gateway ${name}` },
      subnet: { path: at, id: existingId, table: existingRouteTable, what: `subnet of the NAT gateway ${name}` },
    };
  });
}

/** Ids of which each names one thing. Route tables are shared by the subnets of one VPC, so a side's count once. */
function ids(plan: BridgePlan): Named[] {
  const named: Named[] = [];
  const add = (id: string | undefined, path: KeyPath, what: string) => {
    if (id !== undefined) named.push({ id, path, what });
  };
  for (const side of sidesOf(plan)) {
    const tables = new Set<string>();
    add(side.vpc.id, [...side.path, "vpc", "id"], `the ${vpcName(side)}`);
    named.push(...gatewaysOf(side).map(({ gateway }) => gateway));
    for (const { path, id, table, what } of identified(side)) {
      add(id, [...path, path.includes("gateways") || path.includes("nat_gateways") ? "subnet" : "id"], `the ${what}`);
      if (table === undefined || tables.has(table)) continue;
      tables.add(table);
      add(table, [...path, "route_table"], `the route table of the ${what}`);
    }
  }
  for (const side of sidesOf(plan)) {
    const { path, attachment } = side;
    const what = `the ${sideLabel(side)} side's attachment`;
    add(attachment?.id, [...path, "attachment", "id"], what);
    // In the client VPC's place each side's table leads to the other side.
    if (plan.place === "client")
      add(attachment?.route_table, [...path, "attachment", "route_table"], `the transit gateway table of ${what}`);
  }
  if (plan.place === "hub") return named;
  const { reachability_analyzer: analyzer } = plan.config;
  for (const side of ["client", "web"] as const)
    add(analyzer?.[side], ["reachability_analyzer", side], `the ${side} interface`);
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

/** An account of the file, and where it stands. */
interface PlacedAccount {
  readonly path: KeyPath;
  readonly account: { readonly id: string; readonly role?: string | undefined } | undefined;
}

/** The account that the bridge's own parts are in, first, and then all others that the file names. */
function accountsOf(plan: BridgePlan): PlacedAccount[] {
  const sides = sidesOf(plan).map(({ path, account }) => ({ path: [...path, "account"], account }));
  if (plan.place === "client") return sides;
  return [
    { path: ["bridge", "account"], account: plan.config.bridge.account },
    ...sides,
    { path: ["transit_gateway", "account"], account: plan.config.transit_gateway.account },
  ];
}

/** Certificates of load balancers; those of services are a hub's. */
function certificatesOf(plan: BridgePlan): { arn: string; path: KeyPath }[] {
  const listed = (arns: readonly string[] | undefined, path: KeyPath) =>
    (arns ?? []).map((arn, i) => ({ arn, path: [...path, i] }));
  const ofServices =
    plan.place === "client"
      ? []
      : plan.services.flatMap(({ name, config }) => listed(config.certificates, ["services", name, "certificates"]));
  return [...listed(plan.config.listeners.https?.certificates, ["listeners", "https", "certificates"]), ...ofServices];
}

function arns(plan: BridgePlan): PlacedArn[] {
  const { region, alarms, alb, backend } = plan.config;
  const accounts = accountsOf(plan);
  const found = accounts.flatMap(({ path, account }): PlacedArn[] =>
    account?.role
      ? [{ arn: account.role, path: [...path, "role"], region, account: account.id, owner: formatKey([...path, "id"]) }]
      : [],
  );
  const certificates = certificatesOf(plan);
  const [own] = accounts;
  const [first] = certificates;
  // Where the file tells no account, the first certificate does.
  const known = own?.account
    ? { account: own.account.id, owner: formatKey([...own.path, "id"]) }
    : { account: first?.arn.split(":")[4], owner: `that of ${formatKey(first?.path ?? [])}` };
  found.push(...certificates.map((one) => ({ ...one, region, ...known })));
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

/** The accounts that have alarms, as far as the file says them, that of the load balancers first. */
function alarmingAccounts(plan: BridgePlan): string[] {
  const own = accountsOf(plan)[0]?.account?.id;
  const ids = [own, ...watchedOf(plan).map(({ account }) => account)].filter((id) => id !== undefined);
  return [...new Set(ids)];
}

/** Every zone in the file, a letter or an id, and where it stands. */
function zonesOf(plan: BridgePlan): { zone: string; path: KeyPath }[] {
  return plan.place === "hub" ? hubWrittenZones(plan.config) : writtenZones(plan.config);
}

/** The most zones that a Region has, us-east-1. */
const MOST_ZONES = 6;

export const IDENTITY_RULES: readonly RuleOf<BridgePlan>[] = [
  {
    name: "id-stands-once",
    fact: "an id names one thing: no VPC is two sides, and no subnet, route table or interface is in two places",
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
    check: (plan) => {
      const { config } = plan;
      const prefix = zoneIdPrefix(config.region);
      if (prefix === undefined) return [];
      const written = zonesOf(plan).filter(({ zone }) => zone.length > 1);
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
    check: (plan) =>
      arns(plan).flatMap(({ arn, path, account, owner }): Break[] => {
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
    check: (plan) => {
      const own = plan.config.alarms?.topic.split(":")[4];
      if (own === undefined) return [];
      const others = alarmingAccounts(plan).filter((account) => account !== own);
      const [first] = others;
      if (first === undefined) return [];
      const message = `is of the account ${own}, whose policy must let CloudWatch of ${others.join(" and ")} publish to it`;
      const fix = `leave it if it does, else write a topic of ${first}`;
      return [{ path: ["alarms", "topic"], message, fix }];
    },
  },
  {
    name: "arn-partition",
    fact: "ARNs of one partition (aws, aws-cn, aws-us-gov) mean nothing in another",
    source: "AWS General Reference, Amazon Resource Names",
    check: (plan) =>
      arns(plan).flatMap(({ arn, path, region }): Break[] => {
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
