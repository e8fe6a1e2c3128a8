import { keyOf } from "./named";
import { uniqueRule } from "./unique";

/** AWS refuses: one internet gateway a VPC (EC2 API, AttachInternetGateway). */
export const secondInternetGateway = uniqueRule({
  name: "second-internet-gateway",
  types: ["aws_internet_gateway", "aws_internet_gateway_attachment"],
  keys: ({ values }, reader) => [keyOf(reader.name(values.vpc_id))],
  second: "internet gateway of one VPC",
  advice: "keep one of them; an `aws_internet_gateway_attachment` goes with a gateway without `vpc_id`",
  replacing: "leave `create_before_destroy` away from the gateway and from what makes it wait",
});
