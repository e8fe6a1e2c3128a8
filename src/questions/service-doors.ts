import { listenerPortsFor } from "../address-plan/hub/plan-hub-services";
import { unionOf } from "../ip";
import { type Door, endOfNic, portSet, type Sender } from "../reachability";
import { rolesIn } from "../requirements/found-roles";
import { type Network } from "../requirements/judged-network";
import { vpcOfSide } from "../requirements/sides";
import { type Nic } from "../topology";

/**
 * How a service of a hub is met. Its load balancer may have other services behind it, on other ports; and clients by endpoint
 * come to it at their endpoint for its web side, past the load balancer's own addresses.
 */
export function doorOfService(network: Network, name: string, from: readonly Sender[]): Door | undefined {
  const { bridge } = network;
  const service = bridge?.place === "hub" ? bridge.services.find((one) => one.name === name) : undefined;
  if (bridge?.place !== "hub" || !service) return undefined;
  const ports = unionOf(listenerPortsFor(bridge.config, service).map((port) => portSet(port)));
  const endpoints = endpointsFor(network, service.web, from);
  if (endpoints.length > 0) return { ports, endpoints: endpoints.map(endOfNic) };
  // Of HTTP one listener that works is enough: which of them a client takes is its own choice.
  return service.isHttp ? undefined : { ports };
}

/** The interfaces of the endpoint by which all of these senders come to a web side. */
function endpointsFor(network: Network, web: string, from: readonly Sender[]): readonly Nic[] {
  const { bridge, graph, topology } = network;
  if (bridge?.place !== "hub" || from.length === 0) return [];
  const client = bridge.clients.find((one) => {
    const vpc = vpcOfSide(network, { role: "client", name: one.name });
    return from.every((end) => end.kind === "host" && end.subnet.vpc === vpc);
  });
  if (client?.way !== "endpoint") return [];
  const address = rolesIn(graph).of({ role: "client", name: client.name }).endpoints?.get(web);
  return topology.nics.filter((nic) => nic.kind === "endpoint" && nic.address === address);
}
