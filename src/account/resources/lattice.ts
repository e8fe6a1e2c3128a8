import { type JsonObject, type Value } from "../../terraform";
import { type Answers, type Refusal } from "../answers";
import { number, object, text } from "../json-parts";
import { type Made } from "../made";

/** States of what carries nothing any more, or not yet [VPC Lattice API]. */
const NOT_THERE = new Set(["CREATE_IN_PROGRESS", "CREATE_FAILED", "DELETE_IN_PROGRESS"]);

const isThere = (json: JsonObject): boolean => !NOT_THERE.has(text(json, "status") ?? "");

/** Codes of those who may not ask; others say that a Region does not have the service. */
const DENIED = /Denied|Unauthorized/;

function isDenied({ call, code }: Refusal): boolean {
  const calls = ["ListServiceNetworkVpcAssociations", "ListTargetGroups", "ListTargets", "ListResourceConfigurations"];
  return calls.includes(call) && DENIED.test(code);
}

function addAssociations(answers: Answers, made: Made): void {
  for (const { json } of answers.items("ListServiceNetworkVpcAssociations")) {
    const [network, vpc] = [text(json, "serviceNetworkId"), text(json, "vpcId")];
    if (network !== undefined && vpc !== undefined && isThere(json))
      made.add("aws_vpclattice_service_network_vpc_association", text(json, "id") ?? `${network}_${vpc}`, {
        service_network_identifier: network,
        vpc_identifier: vpc,
      });
  }
}

/** Targets that are told, and groups of which none are: those may have any. */
function addTargets(answers: Answers, made: Made): void {
  for (const { json, about } of answers.items("ListTargets")) {
    const id = text(json, "id");
    if (about === undefined || id === undefined) continue;
    const name = [about, id.split("/").pop(), number(json, "port") ?? ""].join("_");
    made.add("aws_vpclattice_target_group_attachment", name, {
      target_group_identifier: about,
      target: [{ id, port: number(json, "port") ?? null }],
    });
  }
  for (const { json } of answers.items("ListTargetGroups")) {
    const id = text(json, "id");
    if (id !== undefined && text(json, "type") !== "LAMBDA" && !answers.tellsOf("ListTargets", id))
      made.add("aws_vpclattice_target_group_attachment", `of_${id}`, { target_group_identifier: id });
  }
}

/** Where a resource configuration leads [VPC Lattice API, ResourceConfigurationDefinition]: an address, a name, or an ARN. */
function definitionOf(json: JsonObject): Value | undefined {
  const definition = object(json, "resourceConfigurationDefinition");
  const [ip, arn] = [
    text(object(definition, "ipResource"), "ipAddress"),
    text(object(definition, "arnResource"), "arn"),
  ];
  const name = text(object(definition, "dnsResource"), "domainName");
  if (ip !== undefined) return [{ ip_resource: [{ ip_address: ip }] }];
  if (arn !== undefined) return [{ arn_resource: [{ arn }] }];
  return name === undefined ? undefined : [{ dns_resource: [{ domain_name: name }] }];
}

/** A configuration of which nobody told where it leads may lead anywhere. */
function addResources(answers: Answers, made: Made): void {
  const told = new Map(answers.items("GetResourceConfiguration").map(({ json }) => [text(json, "id"), json]));
  for (const { json } of answers.items("ListResourceConfigurations")) {
    const id = text(json, "id");
    if (id === undefined || !isThere(json)) continue;
    const whole = told.get(id);
    made.add("aws_vpclattice_resource_configuration", id, {
      name: text(json, "name"),
      type: text(json, "type"),
      resource_configuration_definition: whole && definitionOf(whole),
    });
  }
}

/** What may be there for all that AWS refused to tell: any VPC may be a client, of anything. */
function addRefused(answers: Answers, made: Made): void {
  const refused = answers.refusals.filter(isDenied);
  const [first] = refused;
  if (!first) return;
  const type = "aws_vpclattice_resource_configuration";
  made.leave(made.addressOf(type, "refused"), `${first.call} was refused (${first.code})`);
  made.add(type, "refused", {});
  if (!refused.some(({ call }) => call === "ListServiceNetworkVpcAssociations")) return;
  for (const { json } of answers.items("DescribeVpcs")) {
    const vpc = text(json, "VpcId");
    if (vpc !== undefined)
      made.add("aws_vpclattice_service_network_vpc_association", `of_${vpc}`, { vpc_identifier: vpc });
  }
}

/**
 * VPC Lattice: which VPCs are its clients, and where it leads [VPC Lattice API]. What the input does not tell of at all is
 * taken for none.
 */
export function addLattice(answers: Answers, made: Made): void {
  addAssociations(answers, made);
  addTargets(answers, made);
  addResources(answers, made);
  addRefused(answers, made);
}
