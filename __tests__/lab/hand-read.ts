import { setOfAddresses } from "../../src/ip";
import { readRouter } from "../../src/linux-router";
import { type Topology } from "../../src/topology";
import { thing } from "../support/networks";

/** Has the appliance's script read, as the topology does where it knows of it. */
export function handRead(topology: Topology, script: string): void {
  const nics = ["inner", "outer"].map((name) => thing(topology.nics, `aws_network_interface.${name}`));
  const interfaces = nics.map(({ privateIps, subnet }, device) => ({
    device,
    addresses: privateIps ?? setOfAddresses([]),
    isPicked: false,
    subnet: subnet.cidr!,
  }));
  const address = "aws_instance.appliance";
  const reading = readRouter(script, interfaces);
  for (const nic of nics) nic.router ??= { address, scriptOf: address, nics, script, reading };
}
