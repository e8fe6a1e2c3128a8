import { formatAddress } from "../ip";
import { endOfNic, type Statement } from "../reachability";
import { hasRole } from "../terraform";
import { type Nic } from "../topology";
import { instanceAt, instanceName, listenerPorts, missing, opens, type Parts } from "./statement-parts";

/** The EC2 Instance Connect Endpoints of the client VPC; endpoints of services stand beside them. */
export function connectEndpoints({ network: { topology, graph }, client }: Parts): Nic[] {
  return topology.nics.filter(
    ({ kind, subnet, address }) =>
      kind === "endpoint" && subnet.vpc === client && hasRole(graph.get(address)?.type ?? "", "connect-endpoint"),
  );
}

/** The demo client opens every listener, and the connect endpoint reaches it by SSH. */
export function demo(parts: Parts): Statement[] {
  const { plan, client, balancer } = parts;
  const { client: host, connect_endpoint: isConnected } = plan.config.demo;
  if (!host) return [];
  const text = `demo client ${formatAddress(host.address)}`;
  const nic = instanceAt(parts, client, host.address);
  if (!nic) return [missing(text, instanceName(host.address))];
  const nodes = (balancer?.nodes ?? []).map(endOfNic);
  const requests = (balancer ? listenerPorts(plan) : []).map(({ port }) =>
    opens(`${text} -> ALB, port ${port}`, [endOfNic(nic)], nodes, port),
  );
  if (!isConnected) return requests;
  const endpoints = connectEndpoints(parts).map(endOfNic);
  const ssh = "the EC2 Instance Connect Endpoint reaches the demo client by SSH";
  return [
    ...requests,
    endpoints.length === 0
      ? missing(ssh, "aws_ec2_instance_connect_endpoint")
      : opens(ssh, endpoints, [endOfNic(nic)], 22),
  ];
}
