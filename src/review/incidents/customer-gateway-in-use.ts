import { inUseRule } from "./in-use";

/** AWS refuses: a gateway of a VPN connection, which is changed in place, is not deleted (EC2 API, DeleteCustomerGateway). */
export const customerGatewayInUse = inUseRule({
  name: "customer-gateway-in-use",
  types: ["aws_customer_gateway", "aws_vpn_gateway"],
  usedBy: { aws_vpn_connection: ["customer_gateway_id", "vpn_gateway_id"] },
  thing: "the gateway",
  users: "a VPN connection still ends at it",
  advice:
    "set `lifecycle { create_before_destroy = true }` on the gateway, or move the connection in an apply of its own first",
});
