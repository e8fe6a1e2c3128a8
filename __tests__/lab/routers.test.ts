import { applianceScript } from "../../src/constructs/appliance-script";
import { layOut } from "../../src/lab";
import { throughMachines } from "../../src/lab/machine-questions";
import { machineOf } from "../../src/lab/machines";
import { foretold } from "../../src/lab/run";
import { Walker } from "../../src/reachability";
import { type Topology } from "../../src/topology";
import { describeWithLab } from "../support/lab";
import { thing, topologyOf } from "../support/networks";
import { APPLIANCE, CLIENT, matrixOf, OTHER, type Row, WEB } from "./appliance-lab";
import { applianceNetwork, BOTH, PROPS } from "./appliance-network";

const networkOf = (script: string): Topology => topologyOf(applianceNetwork(script));

/** Routing for two interfaces, as somebody else may write it. */
const ROUTING = `#!/bin/bash
echo 1 > /proc/sys/net/ipv4/ip_forward
sysctl -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0 net.ipv4.conf.eth1.rp_filter=0
ip route add default via 10.0.5.1 dev eth1 table 100
ip route add default via 10.0.4.1 dev eth0 table 101
ip rule add iif eth0 table 100 pref 100
ip rule add iif eth1 table 101 pref 101
`;

/** What each line of nft's own commands does to a ruleset, and a web server's port that is another one outside. */
const BY_COMMANDS = `${ROUTING}
nft add table ip nat
nft 'add chain ip nat pre { type nat hook prerouting priority -100; }'
nft 'add chain ip nat post { type nat hook postrouting priority 100; }'
nft add rule ip nat pre iifname eth0 ip daddr 100.64.1.10 tcp dport 80 dnat to 10.64.0.10:8080
nft add rule ip nat post oifname eth1 snat to 100.64.2.99
`;

/** Named sets, a chain of its own, a verdict map, and a second look at what the first one let through. */
const BY_CHAINS = `${ROUTING}
nft -f - <<'EOF'
define inside = eth0
table inet router {
  set ports { type inet_service; flags interval; elements = { 80, 8000-8010 } }
  chain pre {
    type nat hook prerouting priority dstnat;
    iifname $inside dnat ip prefix to ip daddr map { 100.64.1.0/24 : 10.64.0.0/24 }
  }
  chain post {
    type nat hook postrouting priority srcnat;
    oifname eth1 snat ip prefix to ip saddr map { 10.64.0.0/24 : 100.64.2.0/24 }
  }
  chain outward {
    tcp dport @ports accept
    icmp type echo-request accept
    udp dport 53 accept
  }
  chain forward {
    type filter hook forward priority 0; policy drop;
    ct state vmap { established : accept, related : accept, invalid : drop }
    iifname $inside jump outward
  }
  chain later {
    type filter hook forward priority 10; policy accept;
    udp dport 53 drop
    ip saddr 10.64.0.20 icmp type echo-request drop
  }
}
EOF
`;

/** Answers are let through by nobody. */
const ONE_WAY = applianceScript(PROPS).replace(/^.*established,related accept\n/m, "");

const OTHERS: [string, string, { readonly [from: string]: Row }][] = [
  ["by commands, with another port", BY_COMMANDS, { [CLIENT]: [5, 1, 1], [OTHER]: [5, 1, 1], [WEB]: [5, 0, 0] }],
  ["by chains, sets and maps", BY_CHAINS, { [CLIENT]: [24, 3, 3], [OTHER]: [24, 2, 2], [WEB]: [24, 0, 0] }],
  ["without answers", ONE_WAY, { [CLIENT]: [28, 3, 0], [WEB]: [28, 0, 0] }],
];

describeWithLab()("somebody else's routers", () => {
  test.each(OTHERS)(
    "%s: the kernel does what the proof says of every packet",
    async (_, script, rows) => {
      const topology = networkOf(script);
      const { kind, unread } = {
        unread: undefined,
        ...thing(topology.nics, "aws_network_interface.inner").router!.reading,
      };
      expect([kind, unread]).toEqual(["read", undefined]);
      const { of, disagreements } = await matrixOf(topology);
      expect(disagreements).toEqual([]);
      expect(Object.fromEntries(Object.keys(rows).map((from) => [from, of(from, APPLIANCE)]))).toEqual(rows);
    },
    60_000,
  );

  test("a proof of other addresses than the kernel's is found out", async () => {
    const topology = networkOf(applianceScript(PROPS));
    const bent = networkOf(
      applianceScript(PROPS).replace("10.64.0.0/24 : 100.64.2.0/24", "10.64.0.0/25 : 100.64.2.128/25"),
    );
    const nics = ["inner", "outer"].map((name) => thing(topology.nics, `aws_network_interface.${name}`));
    // The lab keeps the machine that it has seen first; the proof is made of the other one's reading.
    const { disagreements } = await matrixOf(topology, () => {
      const { reading } = thing(bent.nics, nics[0]!.address).router!;
      for (const nic of nics) expect(machineOf(nic)).toBeDefined();
      for (const nic of nics) Object.assign(nic.router!, { reading });
    });
    expect(disagreements).toContainEqual(
      expect.stringContaining("the proof has it arrive as 100.64.2.138 -> 10.64.0.10, the kernel as 100.64.2.10"),
    );
  }, 60_000);
});

test("of what is tried through the appliance the proof leaves nothing open", async () => {
  const topology = networkOf(applianceScript(BOTH));
  const walker = new Walker(topology);
  const lab = layOut({ topology, walker, statements: [] });
  const { questions } = await foretold(lab, walker, throughMachines(lab));
  const says = questions.flatMap(({ attempts }) => attempts.map((one) => one.says));
  const count = (verdict: string): number => says.filter((one) => one.verdict === verdict).length;
  expect([count("ALLOWED"), count("DENIED"), count("UNKNOWN")]).toEqual([8, 152, 0]);
});
