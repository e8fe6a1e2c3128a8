import { keyOf } from "./named";
import { uniqueRule } from "./unique";

/** DuplicateTransitGatewayAttachment: one attachment per VPC and gateway (awsdocs/aws-transit-gateway-guide 13). */
export const secondAttachment = uniqueRule({
  name: "vpc-attached-twice",
  types: ["aws_ec2_transit_gateway_vpc_attachment"],
  keys: ({ values }, reader) => [keyOf(reader.name(values.vpc_id), reader.name(values.transit_gateway_id))],
  second: "attachment of one VPC to one transit gateway",
  advice: "keep one attachment, with all subnets",
  replacing: "leave `create_before_destroy` away from the attachment and from what makes it wait, and plan for the gap",
});
