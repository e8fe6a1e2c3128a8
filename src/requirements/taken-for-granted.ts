import { type BridgePlan } from "../address-plan/bridge-plan";
import { encryptionInFile } from "../address-plan/encryption/encryption-facts";
import { formatKey } from "../config/fault";
import { type PlannedSide, sidesOf } from "../address-plan/planned-sides";
import { type Topology } from "../topology";
import { grantedOfAttachments } from "./existing-attachments";
import { grantedOfGateways } from "./existing-gateways";
import { idsFromFile, valuesOf, type Granted } from "./granted";
import { isStatedIn } from "./stated";

function ofSide(topology: Topology, plan: BridgePlan, side: PlannedSide): Granted[] {
  const { id, routes } = side.vpc;
  const key = formatKey(side.path);
  const vpc = topology.vpcs.find((one) => isStatedIn(plan, one) && one.origin?.name === id);
  if (!vpc || id === undefined) return [];
  const open = vpc.subnets.filter((one) => one.acl === vpc.defaultAcl);
  const tables = idsFromFile(
    plan,
    vpc.subnets.map(({ table }) => table),
  );
  const subnets = idsFromFile(plan, open);
  const led = plan.place === "hub" ? ", which lead to none of the bridge's VPCs" : "";
  const beyond = routes.length > 0 ? `than to the ${key}.vpc.routes${led}` : "than the bridge's and the local ones";
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
            learn: `aws ec2 describe-route-tables --route-table-ids ${tables.join(" ")}; list others under ${key}.vpc.routes`,
          },
        ]
      : []),
    {
      what: "nothing else in it matters: other subnets, gateways, peerings and attachments are not looked at",
      about: [id],
      learn: `aws ec2 describe-subnets --filters Name=vpc-id,${valuesOf([id])}; list subnets with overlapping ranges under ${key}.subnets`,
    },
  ];
}

function ofWebServers(topology: Topology, { securityGroups }: PlannedSide): Granted[] {
  const groups = securityGroups.filter((id) =>
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

/** Existing clients that the web side may open connections to. */
function ofClients({ securityGroups }: Topology, plan: BridgePlan): Granted[] {
  if (plan.place === "hub" || !plan.appliance?.webToClient.length) return [];
  const groups = (plan.config.client.security_groups ?? []).filter((id) =>
    securityGroups.some((one) => one.address === id && one.doubts.rules.length > 0),
  );
  if (groups.length === 0) return [];
  return [
    {
      what: "the clients that the web side may open connections to are in them; what their other rules admit is not looked at",
      about: groups,
      learn: `aws ec2 describe-security-group-rules --filters Name=group-id,${valuesOf(groups)}`,
    },
  ];
}

function ofGateway({ transitGateways }: Topology, plan: BridgePlan): Granted[] {
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

/** Encryption in transit, where the file states it of what is not in the input. */
function ofEncryption(topology: Topology, plan: BridgePlan): Granted[] {
  const facts = encryptionInFile(plan);
  const controls = sidesOf(plan).flatMap((side): Granted[] => {
    const [control, { id }] = [facts.ofSide(side), side.vpc];
    const isOutside = topology.vpcs.some((one) => isStatedIn(plan, one) && one.origin?.name === id);
    if (!control || id === undefined || !isOutside) return [];
    const { mode, exclusions } = control;
    const excluded = mode === "monitor" ? "" : ` and excludes ${[...exclusions].join(", ") || "nothing"}`;
    return [
      {
        what: `its encryption control has the mode ${mode}${excluded}`,
        about: [id],
        learn: `aws ec2 describe-vpc-encryption-controls --vpc-ids ${id}`,
      },
    ];
  });
  const { id } = plan.config.transit_gateway;
  if (id === undefined || !facts.gatewaySupports) return controls;
  return [
    ...controls,
    {
      what: "its encryption support is enabled",
      about: [id],
      learn: `aws ec2 describe-transit-gateways --transit-gateway-ids ${id}`,
    },
  ];
}

/** A proof is about addresses and ports; what a web ACL blocks, it blocks by what is in a request. */
function ofWebAcl({ config: { alb, region } }: BridgePlan): Granted[] {
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
export function takenForGranted(topology: Topology, plan: BridgePlan): Granted[] {
  const sides = sidesOf(plan);
  return [
    ...sides.flatMap((side) => ofSide(topology, plan, side)),
    ...sides.flatMap((side) => ofWebServers(topology, side)),
    ...ofClients(topology, plan),
    ...grantedOfGateways(topology, plan),
    ...grantedOfAttachments(topology, plan),
    ...ofGateway(topology, plan),
    ...ofEncryption(topology, plan),
    ...ofWebAcl(plan),
  ];
}
