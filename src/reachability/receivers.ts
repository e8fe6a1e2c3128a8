import { isEmptySet, subtract } from "../ip";
import { type Topology } from "../topology";
import { type HostEnd, type Receiver, type Sender } from "./ends";
import { type Endpoint, endpointsOf } from "./endpoints";

/** Something in a network that packets can be sent to. */
export interface KnownReceiver {
  readonly address: string;
  readonly end: Receiver;
}

/** Hosts, load balancers and the internet; a subnet without hosts has nobody who could receive. */
export function receiversIn(topology: Topology): KnownReceiver[] {
  const isThere = ({ receiver }: Endpoint): boolean => receiver?.kind !== "host" || receiver.nic !== undefined;
  return endpointsOf(topology)
    .filter(isThere)
    .flatMap(({ address, receiver }) => (receiver ? [{ address, end: receiver }] : []));
}

/** Whether one end is the other, or one of the hosts that it stands for. */
function isPartOf(one: HostEnd, whole: HostEnd): boolean {
  if (one.nic && whole.nic) return one.nic === whole.nic;
  return one.subnet === whole.subnet && isEmptySet(subtract(one.addresses, whole.addresses));
}

/** Whether a receiver is among what somebody named. */
export function isAmong({ address, end }: KnownReceiver, named: readonly (Sender | Receiver)[]): boolean {
  return named.some((one) => {
    switch (one.kind) {
      case "host":
        return end.kind === "host" && isPartOf(end, one);
      case "balancer":
        return end.kind === "balancer" && end.balancer === one.balancer;
      case "internet":
        // One address out there is not all of them.
        return end.kind === "internet" && one.isAbstract;
      case "on-premises":
        return (
          end.kind === "on-premises" && end.site === one.site && isEmptySet(subtract(end.addresses, one.addresses))
        );
      case "unknown":
        return one.address === address;
      case "address":
        return false;
    }
  });
}
