import { type Address, cidr, parseAddress, setOfAddresses, setOfCidr } from "../../src/ip";
import { type Datagrams, type RouterInterface } from "../../src/linux-router";

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (parsed === undefined) throw new Error(`"${text}" is no address`);
  return parsed;
}

function interfaceAt(device: number, own: string, subnet: string): RouterInterface {
  return { device, addresses: setOfAddresses([address(own)]), isPicked: false, subnet: cidr(subnet) };
}

/** The inner and the outer interface of the sample. */
export const INTERFACES: readonly RouterInterface[] = [
  interfaceAt(0, "10.0.4.4", "10.0.4.0/28"),
  interfaceAt(1, "10.0.5.4", "10.0.5.0/28"),
];

/** A script that makes an instance of two interfaces translate whole prefixes, for connections of both sides. */
export const SAMPLE = `#!/bin/bash
# 1:1 NAT. Runs at each boot.
set -euo pipefail
[ "$0" -ef /var/lib/cloud/scripts/per-boot/appliance.sh ] || install -m 0755 "$0" /var/lib/cloud/scripts/per-boot/appliance.sh
command -v nft >/dev/null || dnf install -y -q nftables
until ip -o -4 addr show to 10.0.4.4 | grep -q . && ip -o -4 addr show to 10.0.5.4 | grep -q .; do sleep 1; done
inner=$(ip -o -4 addr show to 10.0.4.4 | awk '{print $2}')
outer=$(ip -o -4 addr show to 10.0.5.4 | awk '{print $2}')
ip link set dev "$outer" mtu 8500
sysctl -qw net.ipv4.ip_forward=1
sysctl -qw net.ipv4.conf.all.rp_filter=0 "net.ipv4.conf.$inner.rp_filter=0" "net.ipv4.conf.$outer.rp_filter=0"
ip route replace default via 10.0.5.1 dev "$outer" table 100
ip route replace default via 10.0.4.1 dev "$inner" table 101
ip rule del priority 100 2>/dev/null || true
ip rule del priority 101 2>/dev/null || true
ip rule add iif "$inner" lookup 100 priority 100
ip rule add iif "$outer" lookup 101 priority 101
cat >/etc/nftables/appliance.nft <<'EOF'
table ip appliance
delete table ip appliance
table ip appliance {
  chain prerouting {
    type nat hook prerouting priority dstnat; policy accept;
    iifname $inner dnat ip prefix to ip daddr map { 100.64.1.0/24 : 10.64.0.0/24 }
    iifname $outer dnat ip prefix to ip daddr map { 100.64.2.0/24 : 10.64.0.0/24 }
  }
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    oifname $outer snat ip prefix to ip saddr map { 10.64.0.0/24 : 100.64.2.0/24 }
    oifname $inner snat ip prefix to ip saddr map { 10.64.0.0/24 : 100.64.1.0/24 }
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
    iifname $inner oifname $outer ct status dnat ip saddr 10.64.0.0/24 ip daddr 10.64.0.0/24 tcp dport { 5432 } accept
    iifname $inner oifname $outer ct status dnat ip saddr 10.64.0.0/24 ip daddr 10.64.0.0/24 udp dport { 161 } accept
    iifname $inner oifname $outer ct status dnat ip saddr 10.64.0.0/24 ip daddr 10.64.0.0/24 icmp type echo-request accept
    iifname $outer oifname $inner ct status dnat ip saddr 10.64.0.0/24 ip daddr 10.64.0.0/24 tcp dport { 22 } accept
    limit rate 5/second log prefix "appliance drops: "
  }
  chain clamp {
    type filter hook forward priority mangle; policy accept;
    tcp flags syn / syn,rst tcp option maxseg size set rt mtu
  }
  chain input {
    type filter hook input priority filter; policy drop;
    iifname lo accept
    ct state established,related accept
    udp sport 67 udp dport 68 accept
  }
}
EOF
nft -D inner="$inner" -D outer="$outer" -f /etc/nftables/appliance.nft
`;

/** What a packet set is made of, in words. */
interface Asked {
  readonly from: string;
  readonly to: string;
  readonly protocol?: "tcp" | "udp" | "icmp";
  readonly port?: number;
  readonly sourcePort?: number;
}

const NUMBERS = { tcp: 6, udp: 17, icmp: 1 } as const;
const ports = (one: number | undefined): Datagrams["srcPorts"] =>
  one === undefined ? [{ start: 0, end: 65536 }] : [{ start: one, end: one + 1 }];

export function datagrams({ from, to, protocol = "tcp", port, sourcePort }: Asked): Datagrams {
  const set = (text: string): Datagrams["src"] => setOfCidr(cidr(text.includes("/") ? text : `${text}/32`));
  return {
    ...{ src: set(from), dst: set(to), protocol: NUMBERS[protocol] },
    ...{ srcPorts: ports(sourcePort), dstPorts: ports(port) },
    ...(protocol === "icmp" && { icmpType: 8 }),
  };
}
