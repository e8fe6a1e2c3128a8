import { type JsonObject } from "../../terraform";
import { type Answers, type Item } from "../answers";
import { flag, objects, tagsOf, text } from "../json-parts";
import { type Made } from "../made";
import { isGone } from "../states";

/** The VPC that a gateway is attached to; one that is being detached is not [EC2 API, InternetGatewayAttachment]. */
function attachedTo(json: JsonObject): string | undefined {
  const [attached] = objects(json, "Attachments").filter((one) =>
    ["attached", "available", undefined].includes(text(one, "State")),
  );
  return attached && text(attached, "VpcId");
}

function addNat(made: Made, { json }: Item): void {
  const [id, state] = [text(json, "NatGatewayId"), text(json, "State")];
  if (id === undefined || isGone(state)) return;
  const addresses = objects(json, "NatGatewayAddresses").filter((one) => !isGone(text(one, "Status")));
  const primary = addresses.find((one) => flag(one, "IsPrimary") === true) ?? addresses[0];
  const others = addresses.filter((one) => one !== primary);
  made.add("aws_nat_gateway", id, {
    subnet_id: text(json, "SubnetId"),
    vpc_id: text(json, "VpcId"),
    connectivity_type: text(json, "ConnectivityType"),
    private_ip: primary && text(primary, "PrivateIp"),
    public_ip: primary && text(primary, "PublicIp"),
    allocation_id: primary && text(primary, "AllocationId"),
    network_interface_id: primary && text(primary, "NetworkInterfaceId"),
    secondary_private_ip_addresses: others.flatMap((one) => text(one, "PrivateIp") ?? []),
    secondary_allocation_ids: others.flatMap((one) => text(one, "AllocationId") ?? []),
    secondary_public_ips: others.flatMap((one) => text(one, "PublicIp") ?? []),
    tags: tagsOf(json),
  });
}

/** Internet, egress-only and NAT gateways [EC2 API: InternetGateway, EgressOnlyInternetGateway, NatGateway]. */
export function addGateways(answers: Answers, made: Made): void {
  for (const { json } of answers.items("DescribeInternetGateways"))
    made.add("aws_internet_gateway", text(json, "InternetGatewayId") ?? "", {
      vpc_id: attachedTo(json),
      owner_id: text(json, "OwnerId"),
      tags: tagsOf(json),
    });
  for (const { json } of answers.items("DescribeEgressOnlyInternetGateways"))
    made.add("aws_egress_only_internet_gateway", text(json, "EgressOnlyInternetGatewayId") ?? "", {
      vpc_id: attachedTo(json),
      tags: tagsOf(json),
    });
  for (const item of answers.items("DescribeNatGateways")) addNat(made, item);
}
