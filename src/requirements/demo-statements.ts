import { formatAddress } from "../ip";
import { endOfNic, type Statement } from "../reachability";
import { instanceAt, instanceName, listenerPorts, missing, opens, type Parts } from "./statement-parts";

/** The demo client opens every listener, and the connect endpoint reaches it by SSH. */
export function demo(parts: Parts): Statement[] {
  const { network, plan, client, balancer } = parts;
  const { client: host, connect_endpoint: isConnected } = plan.config.demo;
  if (!host) return [];
  const text = `demo client ${formatAddress(host.address)}`;
  const nic = instanceAt(parts, client, host.address);
  if (!nic) return [missing(text, instanceName(host.address))];
  const requests = listenerPorts(plan).map(({ port }) =>
    opens(`${text} -> ALB, port ${port}`, [endOfNic(nic)], balancer.nodes.map(endOfNic), port),
  );
  if (!isConnected) return requests;
  const endpoints = network.topology.nics
    .filter((one) => one.kind === "endpoint" && one.subnet.vpc === client)
    .map(endOfNic);
  const ssh = "the EC2 Instance Connect Endpoint reaches the demo client by SSH";
  return [
    ...requests,
    endpoints.length === 0
      ? missing(ssh, "aws_ec2_instance_connect_endpoint")
      : opens(ssh, endpoints, [endOfNic(nic)], 22),
  ];
}
