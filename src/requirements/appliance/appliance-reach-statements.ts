import { type PlannedTraffic } from "../../address-plan/appliance/appliance-plan";
import { twinAddress } from "../../address-plan/appliance/virtual-ranges";
import { formatAddress, formatCidr, setOfAddresses } from "../../ip";
import { endOfNic, type ReachStatement, type Receiver, type Sender, type Statement } from "../../reachability";
import { type Nic } from "../../topology";
import { instanceAt, instanceName, missing } from "../statement-parts";
import { describeTraffic, flowOf } from "./allowed-traffic";
import { type ApplianceFound, type MappedPart, receiving, sending } from "./appliance-found";

/** The senders of one subnet. */
interface Senders {
  readonly name: string;
  readonly cidr: string;
  readonly from: readonly Sender[];
}

function bySubnet(found: readonly MappedPart[], planned: ApplianceFound["plan"]["clientSubnets"]): Senders[] {
  return planned.map((one) => ({
    name: one.name,
    cidr: formatCidr(one.cidr),
    from: found.filter((part) => part.planned === one).map(sending),
  }));
}

function reaches(senders: Senders, to: readonly Receiver[], traffic: PlannedTraffic, whom: string): Statement {
  const text = `${senders.name} -> ${whom}, ${describeTraffic(traffic)}`;
  if (senders.from.length === 0) return missing(text, `subnet ${senders.cidr}`);
  if (to.length === 0) return missing(text, "any subnet that is mapped");
  const reach: ReachStatement = {
    kind: "reach",
    text,
    from: senders.from,
    to,
    flows: [flowOf(traffic)],
    expected: "ALLOWED",
  };
  return reach;
}

const TO_WEB = "web side by its virtual addresses";
const TO_CLIENTS = "clients by their virtual addresses";

function fromDemo(found: ApplianceFound, to: readonly Receiver[]): Statement[] {
  const { plan, client, appliance } = found;
  const host = plan.config.demo.client;
  if (!host) return [];
  const name = `demo client ${formatAddress(host.address)}`;
  const nic = instanceAt(found, client, host.address);
  if (!nic) return [missing(`${name} -> ${TO_WEB}`, instanceName(host.address))];
  const senders = { name, cidr: "", from: [endOfNic(nic)] };
  return [
    ...appliance.clientToWeb.map((one) => reaches(senders, to, one, TO_WEB)),
    ...toDemo(found, host.address, nic),
  ];
}

/** The demo client's own group admits the web side as it sees it. */
function toDemo({ appliance, webs }: ApplianceFound, address: number, nic: Nic): Statement[] {
  const twin = twinAddress(appliance.clients, address);
  const end = endOfNic(nic);
  if (twin === undefined || end.kind === "unknown") return [];
  const to = [{ ...end, addresses: setOfAddresses([twin]) }];
  const web = { name: "web side", cidr: "", from: webs.map(sending) };
  return appliance.webToClient.map((one) => reaches(web, to, one, `demo client by ${formatAddress(twin)}`));
}

/** Each mapped address is reached by what stands for it, and answers, under all that the file lists. */
export function applianceReach(found: ApplianceFound): Statement[] {
  const { plan, appliance, clients, webs } = found;
  const [toWeb, toClients] = [webs.map(receiving), clients.map(receiving)];
  const isMapped = new Set(webs.map(({ planned }) => planned));
  const forth = bySubnet(
    clients,
    plan.clientSubnets.filter((one) => one.clients),
  );
  const back = bySubnet(
    webs,
    plan.webSubnets.filter((one) => isMapped.has(one)),
  );
  return [
    ...forth.flatMap((senders) => appliance.clientToWeb.map((one) => reaches(senders, toWeb, one, TO_WEB))),
    ...fromDemo(found, toWeb),
    ...back.flatMap((senders) => appliance.webToClient.map((one) => reaches(senders, toClients, one, TO_CLIENTS))),
  ];
}
