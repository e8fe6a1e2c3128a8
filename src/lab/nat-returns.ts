import { setOfAddresses } from "../ip";
import { type Peering, type Vpc } from "../topology";
import { IPV4 } from "./dialects";
import { type Port } from "./places";
import { flowKey, flowKinds } from "./rulesets";
import { block, nftAddresses } from "./space";

const FIRST_TABLE = 800;

/** What of a router knows which flows came from NAT gateways over a peering: rules and tables, and a ruleset. */
interface NatReturns {
  readonly ip: readonly string[];
  readonly nft: readonly string[];
}

/**
 * What answers a NAT gateway in a peered VPC goes back over the peering, whatever the subnet's routes say (VPC user guide,
 * NAT gateway basics). NAT gateways carry IPv4 over peerings alone.
 * @param all every interface of the lab
 */
export function natReturns(vpc: Vpc, peerings: ReadonlyMap<Peering, string>, all: readonly Port[]): NatReturns {
  const kinds = flowKinds(IPV4);
  const ways = [...peerings].flatMap(([{ requester, accepter }, device]) => {
    const other = requester === vpc ? accepter : requester;
    const nats = all.filter(({ kind, subnet }) => kind === "nat" && subnet.vpc === other).flatMap(({ ips }) => ips);
    return nats.length > 0 ? [{ device, sources: nftAddresses(setOfAddresses(nats)) }] : [];
  });
  if (ways.length === 0) return { ip: [], nft: [] };
  const setOf = (device: string, kind: string): string => `${kind}_${device}`;
  return {
    ip: ways.flatMap(({ device }, i) => [
      `rule add pref 50 fwmark ${i + 1} lookup ${FIRST_TABLE + i}`,
      `route add default dev ${device} table ${FIRST_TABLE + i}`,
    ]),
    nft: block("table ip returns", [
      ...ways.flatMap(({ device }) =>
        kinds.flatMap(({ name, type }) =>
          block(`set ${setOf(device, name)}`, [type, "flags dynamic,timeout", "timeout 350s"]),
        ),
      ),
      // Behind all filters: only what gets through begins a flow.
      ...block("chain come", [
        "type filter hook forward priority 11; policy accept;",
        ...ways.flatMap(({ device, sources }) =>
          kinds.map(
            ({ name, guard }) =>
              `iifname "${device}" ip saddr ${sources} ${guard} update @${setOf(device, name)} { ${flowKey(IPV4, name, false)} }`,
          ),
        ),
      ]),
      ...block("chain go", [
        "type filter hook prerouting priority raw; policy accept;",
        ...ways.flatMap(({ device }, i) =>
          kinds.map(
            ({ name, guard }) => `${guard} ${flowKey(IPV4, name, true)} @${setOf(device, name)} meta mark set ${i + 1}`,
          ),
        ),
      ]),
    ]),
  };
}
