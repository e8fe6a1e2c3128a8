import { experiment, layOut, Sandbox } from "../../src/lab";
import { type LabNetwork } from "../../src/lab/lab-network";
import { inSpace, setupScript, spaceLines } from "../../src/lab/setup";
import { MAC } from "../../src/lab/space";
import { Walker } from "../../src/reachability";
import { type Topology } from "../../src/topology";
import { AS_USER, LAB_ENV } from "../support/lab";

export const [CLIENT, OTHER, WEB, APPLIANCE] = ["client", "other", "web", "appliance"].map(
  (name) => `aws_instance.${name}`,
) as [string, string, string, string];
/** The server as clients see it, and the clients as the server sees them. */
export const [TWIN_OF_WEB, TWIN_OF_CLIENT, TWIN_OF_OTHER] = ["100.64.1.10", "100.64.2.10", "100.64.2.20"] as const;

/** As an instance has it: a packet must fit into what is known of its connection. Only the lab's bare packets need more. */
const STRICT = ["echo 0 > /proc/sys/net/netfilter/nf_conntrack_tcp_be_liberal"];
const GOT = "/run/lab/got";

/** A lab with an appliance that is up, for what no statement can try: transfers, and what becomes of them. */
export class ApplianceLab {
  private constructor(
    private readonly lab: LabNetwork,
    private readonly sandbox: Sandbox,
  ) {}

  /** @param machine Terraform address of the appliance */
  static async during<T>(
    topology: Topology,
    work: (lab: ApplianceLab) => Promise<T>,
    machine: string = APPLIANCE,
  ): Promise<T> {
    const lab = layOut({ topology, walker: new Walker(topology), statements: [] });
    const sandbox = await Sandbox.open({ name: "appliance", asUser: AS_USER, env: LAB_ENV });
    try {
      await sandbox.run(setupScript(lab));
      await sandbox.run(inSpace(machine, STRICT));
      return await work(new ApplianceLab(lab, sandbox));
    } finally {
      await sandbox.close();
    }
  }

  /** What commands in a host's namespace print, whether they succeed or not. */
  in(host: string, ...lines: readonly string[]): Promise<string> {
    return this.sandbox.run(inSpace(host, ["exec 2>&1", ...lines, "true"]));
  }

  async until(what: string, check: () => Promise<boolean>): Promise<void> {
    for (let i = 0; i < 600; i++) {
      if (await check()) return;
      await this.sandbox.pause(50);
    }
    throw new Error(`it never came to pass that ${what}`);
  }

  /** A server of its own at a port of a host: a command for each connection, or for each datagram. */
  async serve(host: string, protocol: "tcp" | "udp", port: number, command: string): Promise<void> {
    const kind = protocol === "tcp" ? `TCP4-LISTEN:${port},reuseaddr,fork` : `UDP4-RECVFROM:${port},fork`;
    await this.in(
      host,
      `nft insert rule ip host answer ${protocol} dport ${port} return`,
      `socat ${kind} SYSTEM:'${command}' < /dev/null > /dev/null 2>&1 &`,
    );
    const hex = port.toString(16).toUpperCase().padStart(4, "0");
    await this.until(`${host} serves ${port}`, async () =>
      (await this.in(host, `cat /proc/net/${protocol}`)).includes(`:${hex} 00000000:0000`),
    );
  }

  /** Fetches without an end what a server sends. */
  async download(host: string, from: string, options = ""): Promise<void> {
    await this.in(host, `socat -u TCP4:${from}${options} CREATE:${GOT} < /dev/null > /dev/null 2>&1 &`);
  }

  async downloaded(): Promise<number> {
    return Number(await this.sandbox.run([`stat -c %s ${GOT} 2> /dev/null || echo 0`]));
  }

  /** How many segments of TCP a host has sent once more. */
  async sentAgain(host: string): Promise<number> {
    const [names = [], values = []] = (await this.in(host, "grep ^Tcp: /proc/net/snmp"))
      .split("\n")
      .map((line) => line.split(" "));
    return Number(values[names.indexOf("RetransSegs")]);
  }

  /** The machine is gone with all that it knew of connections; its interfaces stay, as AWS's do, and hang on a new one. */
  async fail(machine: string): Promise<void> {
    const devices = this.devicesOf(machine);
    await this.sandbox.run([
      "ip netns add stock",
      ...devices.map((device) => `ip -n ${machine} link set ${device} netns stock`),
      `ip netns del ${machine}`,
    ]);
  }

  /** A second machine of the same kind takes over the interfaces. */
  async replace(machine: string): Promise<void> {
    const space = this.lab.spaces.find(({ name }) => name === machine)!;
    await this.sandbox.run([
      `ip netns add ${machine}`,
      ...this.devicesOf(machine).map((device) => `ip -n stock link set ${device} netns ${machine}`),
      ...inSpace(machine, ["set -e", ...spaceLines(space), ...STRICT]),
    ]);
  }

  /**
   * The security groups of a machine's interfaces forget all connections, as those of an interface that moves to another
   * host may; those of other interfaces know theirs still.
   */
  async forget(machine: string): Promise<void> {
    const cables = this.lab.places.ports.flatMap(({ space, cable }) => (space === machine ? [cable] : []));
    const sets = cables.flatMap((cable) => [`in_ports_${cable}`, `out_ports_${cable}`]);
    const routers = this.lab.spaces.filter(({ nft }) => nft.some((line) => line.includes(`set ${sets[0]!} `)));
    if (routers.length === 0) throw new Error(`no router keeps connections of ${machine}`);
    for (const { name } of routers)
      await this.sandbox.run(
        inSpace(
          name,
          sets.map((set) => `nft flush set ip aws ${set}`),
        ),
      );
  }

  private devicesOf(machine: string): string[] {
    return this.lab.places.ports.filter(({ space }) => space === machine).map(({ device }) => device);
  }

  /** Puts a router before a host that carries no more than so many bytes in a packet, and says so. */
  async narrow(host: string, ip: string, mtu: number): Promise<void> {
    await this.sandbox.run([
      "ip netns add narrow",
      `ip -n ${host} link set eth0 netns narrow name wide`,
      `ip link add small netns narrow address ${MAC} type veth peer name eth0 netns ${host} address ${MAC}`,
      ...inSpace("narrow", [
        "set -e",
        "echo 1 > /proc/sys/net/ipv4/ip_forward",
        "ip link set wide arp off up",
        `ip link set small arp off mtu ${mtu} up`,
        `ip route add ${ip} dev small`,
        "ip route add default dev wide",
      ]),
      ...inSpace(host, [
        "set -e",
        "ip link set eth0 arp off up",
        `ip address add ${ip}/32 dev eth0`,
        `ip route add default dev eth0 src ${ip}`,
      ]),
    ]);
  }
}

/** Probes of a sender at addresses that a machine translates: how many, how many arrive, how many are answered. */
export type Row = [probes: number, delivered: number, answered: number];

/**
 * Tries every pair of a network's ends, and every address that machines translate.
 * @param before what to do between the lab's layout and the proof
 */
export async function matrixOf(topology: Topology, before: () => void = () => undefined) {
  const task = { topology, walker: new Walker(topology), statements: [] };
  const lab = layOut(task);
  before();
  const sandbox = await Sandbox.open({ name: "matrix", asUser: AS_USER, env: LAB_ENV });
  try {
    const { statements } = await experiment(sandbox, lab, task);
    const own = (from: string, to: string) => statements.filter(({ text }) => text === `${from} -> ${to}`);
    const sum = (from: string, to: string, what: "probes" | "delivered" | "answered"): number =>
      own(from, to).reduce((all, one) => all + one[what], 0);
    return {
      disagreements: statements.flatMap((one) => one.disagreements),
      of: (from: string, to: string): Row => [
        sum(from, to, "probes"),
        sum(from, to, "delivered"),
        sum(from, to, "answered"),
      ],
    };
  } finally {
    await sandbox.close();
  }
}
