import { type AddressPlan } from "../address-plan/plan";
import { ALL_PORTS, type FactStatement, portSet, TCP, usableAddresses } from "../reachability";
import { setOfAddresses } from "../ip";
import { connectEndpoints } from "./demo-statements";
import { madeDifferences } from "./made-differences";
import { type MeantWay, onlyMeantWays } from "./meant-ways";
import { type Parts } from "./statement-parts";

/** The demo client is there to be entered by SSH, through its own connect endpoint. */
function sshToDemoClient(parts: Parts): MeantWay[] {
  const { plan, client } = parts;
  const host = plan.config.demo.client;
  if (!host || !plan.config.demo.connect_endpoint) return [];
  return connectEndpoints(parts).flatMap(({ address, subnet }): MeantWay[] => {
    if (!subnet.cidr) return [];
    const [src, dst] = [usableAddresses(subnet.cidr), setOfAddresses([host.address])];
    const packets = { src, dst, protocol: TCP, srcPorts: ALL_PORTS, dstPorts: portSet(22) };
    return [{ from: address, toVpc: client.address, packets }];
  });
}

/** What is not there without the bridge, and is the way by it. */
function doorsOf({ albSubnets, appliance }: AddressPlan): string {
  const alb = albSubnets.length > 0 ? ["to the ALB"] : [];
  return [...alb, ...(appliance ? ["by virtual addresses"] : [])].join(" and ");
}

/**
 * Nobody who is there without the bridge gains a way but those to the ALB, which is not, or loses one. Of the ways by
 * virtual addresses, which nobody has without the bridge, an appliance's own statements tell.
 */
export function comparisonWithout(parts: Parts): FactStatement[] {
  const { network, own, plan, client, web } = parts;
  const sides = [client.address, web.address];
  const isBoth = plan.appliance !== undefined && plan.appliance.webToClient.length > 0;
  const fromWeb = isBoth ? ", but by virtual addresses" : "";
  return onlyMeantWays(
    () => madeDifferences(network, own, plan),
    [
      {
        text: `nothing in the client VPC gains a way that it does not have without the bridge, but ${doorsOf(plan)}`,
        isFrom: ({ vpc }) => vpc === client.address,
      },
      {
        text: `nothing in the web VPC gains a way that it does not have without the bridge${fromWeb}`,
        isFrom: ({ vpc }) => vpc === web.address,
      },
      {
        text: "nobody elsewhere gains a way into either VPC that is not there without the bridge",
        isFrom: ({ vpc }) => vpc === undefined || !sides.includes(vpc),
      },
    ],
    sshToDemoClient(parts),
  );
}
