import { type LinuxRouter } from "../../src/linux-router";
import { setOfAddresses, cidr } from "../../src/ip";
import { type Topology } from "../../src/topology";
import { thing } from "../support/networks";

export function handRead(topology: Topology, script: string): void {
  const nics = ["inner", "outer"].map((name) => thing(topology.nics, `aws_network_interface.${name}`));
  const text = /<<'EOF'\n([^]*?)^EOF$/m.exec(script)![1]!;
  const line = { number: 1, text: "" };
  const all = cidr("0.0.0.0/0");
  const router: LinuxRouter = {
    interfaces: nics.map((nic, device) => ({
      device,
      addresses: nic.privateIps ?? setOfAddresses([]),
      isPicked: false,
      subnet: nic.subnet.cidr!,
      ...(device === 1 && { mtu: 8500 }),
    })),
    forwarding: { line, value: 1 },
    reversePath: new Map(),
    rules: [
      { priority: 100, device: 0, table: "100" },
      { priority: 101, device: 1, table: "101" },
    ],
    routes: [
      { table: "100", cidr: all, device: 1 },
      { table: "101", cidr: all, device: 0 },
    ],
    chains: [],
    runs: [
      {
        text,
        defined: new Map([
          ["inner", "ens5"],
          ["outer", "ens6"],
        ]),
      },
    ],
  };
  for (const nic of nics)
    nic.router = {
      address: "aws_instance.appliance",
      scriptOf: "aws_instance.appliance",
      nics,
      script,
      reading: { kind: "read", router },
    };
}
