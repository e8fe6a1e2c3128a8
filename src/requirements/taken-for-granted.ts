import { type AddressPlan } from "../address-plan/plan";
import { type Origin } from "../terraform";
import { type Topology } from "../topology";
import { isStatedIn } from "./facts";

/** Something that neither the bridge file nor the JSON tells, and that the proof supposes. */
export interface Granted {
  /** What is supposed, as a clause. */
  readonly what: string;
  /** Ids in AWS that it is about. */
  readonly about: readonly string[];
  /** How to see whether it is so, and what to do if it isn't. */
  readonly learn: string;
}

/** Ids that the file has for things which the input does not hold: what it holds itself is not supposed. */
function idsFromFile(plan: AddressPlan, things: readonly { readonly origin?: Origin }[]): string[] {
  const ids = things.flatMap((one) => (isStatedIn(plan, one) && one.origin ? [one.origin.name] : []));
  return [...new Set(ids)];
}

const valuesOf = (ids: readonly string[]): string => `Values=${ids.join(",")}`;

function ofSide(topology: Topology, plan: AddressPlan, side: "client" | "web"): Granted[] {
  const { id, routes } = plan.config[side].vpc;
  const vpc = topology.vpcs.find((one) => isStatedIn(plan, one) && one.origin?.name === id);
  if (!vpc || id === undefined) return [];
  const open = vpc.subnets.filter((one) => one.acl === vpc.defaultAcl);
  const tables = idsFromFile(
    plan,
    vpc.subnets.map(({ table }) => table),
  );
  const subnets = idsFromFile(plan, open);
  const beyond = routes.length > 0 ? `than to the ${side}.vpc.routes` : "than the bridge's and the local ones";
  return [
    ...(subnets.length > 0
      ? [
          {
            what: "their network ACLs admit everything",
            about: subnets,
            learn: `aws ec2 describe-network-acls --filters Name=association.subnet-id,${valuesOf(subnets)}`,
          },
        ]
      : []),
    ...(tables.length > 0
      ? [
          {
            what: `they have no other routes ${beyond}`,
            about: tables,
            learn: `aws ec2 describe-route-tables --route-table-ids ${tables.join(" ")}; list others under ${side}.vpc.routes`,
          },
        ]
      : []),
    {
      what: "nothing else in it matters: other subnets, gateways, peerings and attachments are not looked at",
      about: [id],
      learn: `aws ec2 describe-subnets --filters Name=vpc-id,${valuesOf([id])}; list subnets with overlapping ranges under ${side}.subnets`,
    },
  ];
}

function ofWebServers(topology: Topology, plan: AddressPlan): Granted[] {
  const named = plan.config.web.security_groups ?? [];
  const groups = named.filter((id) =>
    topology.securityGroups.some((one) => one.address === id && one.doubts.rules.length > 0),
  );
  if (groups.length === 0) return [];
  return [
    {
      what: "the targets are in them; what their other rules admit is not looked at",
      about: groups,
      learn: `aws ec2 describe-security-group-rules --filters Name=group-id,${valuesOf(groups)}`,
    },
  ];
}

function ofGateway({ transitGateways }: Topology, plan: AddressPlan): Granted[] {
  const { id } = plan.config.transit_gateway;
  const isOutside = transitGateways.some((one) => one.address === id && one.doubts.attachments.length > 0);
  if (id === undefined || !isOutside) return [];
  return [
    {
      what: "it is there, and nobody else propagates into the bridge's route tables; its default tables are not looked at",
      about: [id],
      learn: `aws ec2 describe-transit-gateways --transit-gateway-ids ${id}`,
    },
  ];
}

/** A proof is about addresses and ports; what a web ACL blocks, it blocks by what is in a request. */
function ofWebAcl({ config: { alb, region } }: AddressPlan): Granted[] {
  const arn = alb.waf_acl_arn;
  if (arn === undefined) return [];
  const [, , name, id] = arn.split("/");
  return [
    {
      what: "it lets the clients' requests pass; its rules are not looked at",
      about: [arn],
      learn: `aws wafv2 get-web-acl --region ${region} --scope REGIONAL --name ${name} --id ${id}`,
    },
  ];
}

/** All that the proof of a bridge supposes without having read it. */
export function takenForGranted(topology: Topology, plan: AddressPlan): Granted[] {
  return [
    ...ofSide(topology, plan, "client"),
    ...ofSide(topology, plan, "web"),
    ...ofWebServers(topology, plan),
    ...ofGateway(topology, plan),
    ...ofWebAcl(plan),
  ];
}
