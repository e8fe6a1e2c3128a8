import { type PlannedTraffic } from "../../address-plan/appliance/appliance-plan";
import { unionOf } from "../../ip";
import {
  endOfInternet,
  endOfNic,
  endOfSubnet,
  type HostEnd,
  type Receiver,
  type Sender,
  type Statement,
} from "../../reachability";
import { type Subnet, type Vpc } from "../../topology";
import { isPlanned, subnetOf } from "../planned-in";
import { nothing } from "../statement-parts";
import { describeAll, flowsBeside } from "./allowed-traffic";
import { type ApplianceFound, type MappedPart, sending } from "./appliance-found";

/** Any host of a VPC that packets to these virtual addresses may end at, wherever they are led. */
function anywhereIn(vpc: Vpc, parts: readonly MappedPart[]): HostEnd[] {
  const addresses = unionOf(parts.map(({ virtual }) => virtual));
  return vpc.subnets.map((subnet) => ({ kind: "host", subnet, addresses, isOneOf: false }));
}

/** Nothing but what is listed gets from these to those. */
function noMoreThan(
  text: string,
  listed: readonly PlannedTraffic[],
  from: readonly Sender[],
  to: readonly Receiver[],
): Statement[] {
  const but = listed.length === 0 ? "" : ` but ${describeAll(listed)}`;
  return nothing(`${text}${but}`, from, to).map((one) => ({ ...one, flows: flowsBeside(listed) }));
}

function fromClients(found: ApplianceFound): Statement[] {
  const { plan, client, web, appliance, clients, webs, network } = found;
  const to = anywhereIn(web, webs);
  const planned = plan.clientSubnets.filter((one) => one.clients);
  const others = client.subnets.filter((subnet) => !isPlanned(planned, subnet));
  const host = (subnet: Subnet): Sender => endOfSubnet(subnet, network.topology.natGateways);
  return [
    ...planned.flatMap((one) => {
      const from = clients.filter((part) => part.planned === one).map((part) => sending({ ...part, nic: undefined }));
      const text = `no packet from ${one.name} gets to the web side by its virtual addresses`;
      return noMoreThan(text, appliance.clientToWeb, from, to);
    }),
    ...noMoreThan(
      "no packet from a subnet without clients gets to the web side by its virtual addresses",
      [],
      others.map(host),
      to,
    ),
  ];
}

function fromWeb(found: ApplianceFound): Statement[] {
  const { plan, client, web, appliance, clients } = found;
  const to = anywhereIn(client, clients);
  return plan.webSubnets.flatMap((one) => {
    const subnet = subnetOf(web, one.cidr);
    const text = `no packet from the web side's ${one.name} gets to the client VPC by the clients' virtual addresses`;
    return subnet ? noMoreThan(text, appliance.webToClient, [endOfSubnet(subnet)], to) : [];
  });
}

/** What the sides must not open towards each other by virtual addresses. */
export function betweenSides(found: ApplianceFound): Statement[] {
  return [...fromClients(found), ...fromWeb(found)];
}

/** What must stay impossible by an appliance: all that is not listed, and all that nobody mapped. */
export function applianceForbidden(found: ApplianceFound): Statement[] {
  const outside = endOfInternet(found.network.topology);
  const nics = found.zones.flatMap(({ inner, outer }) => [inner, outer]).flatMap((nic) => (nic ? endOfNic(nic) : []));
  return [...betweenSides(found), ...nothing("no way from the internet to an appliance", [outside], nics)];
}
