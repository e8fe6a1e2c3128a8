import { type Dialect, IPV6 } from "./dialects";
import { type Port } from "./places";
import { deviceUp, type Space } from "./space";

/**
 * An endpoint of a Gateway Load Balancer or of a firewall: everything that a route leads there comes out of it again
 * unchanged, and its subnet's table sends it on. It has no address, since what is sent to itself is not documented.
 */
export function inspectionSpace(port: Port, dialects: readonly Dialect[]): Space {
  const route = "route add default dev eth0";
  return {
    name: port.space,
    forwards: true,
    sysctls: {},
    ip: [deviceUp("eth0"), route],
    ...(dialects.includes(IPV6) && { ip6: [route] }),
    nft: [],
  };
}
