import { applianceRuleset, type ApplianceTraffic } from "./appliance-ruleset";

/** One interface of an appliance. */
export interface ApplianceSide {
  /** Its private address, by which the script finds its name. */
  readonly address: string;
  /** The VPC's router in its subnet: the subnet's second address. Source: VPC user guide, subnet sizing. */
  readonly router: string;
}

/** What an appliance is told at its start. */
export interface ApplianceScriptProps extends ApplianceTraffic {
  readonly inner: ApplianceSide;
  readonly outer: ApplianceSide;
}

/** Jumbo frames end at a transit gateway. Source: transit gateway guide, quotas: maximum transmission unit. */
const TRANSIT_GATEWAY_MTU = 8500;

/**
 * How long Linux remembers a TCP connection on which nothing is sent, in seconds; else five days, and each takes memory
 * (nf_conntrack-sysctl). Keepalives come every two hours, and longest in 11 minutes they are given up (tcp(7)).
 */
const SILENT_CONNECTION = 9000;

/**
 * The boot script of an appliance on Amazon Linux 2023: it installs itself to be run at each boot, says which interface leads
 * where, and loads the ruleset. It knows no id, no MAC address and no secret, so a plan shows all of it.
 *
 * Packets that came in by one interface leave by the other one, whatever their destination is: after translation both sides
 * have the same addresses, so no table by destination could tell them apart.
 *
 * Both interfaces carry no more than the transit gateway: the clamp goes by the interface that a packet leaves by, and of the
 * answer to a client's SYN that is the inner one. It tells the client how large its segments may be.
 */
export function applianceScript({ inner, outer, ...traffic }: ApplianceScriptProps): string {
  return `#!/bin/bash
# 1:1 NAT between two networks with the same addresses. Runs at each boot: cloud-init runs what lies in per-boot.
set -euo pipefail
[ "$0" -ef /var/lib/cloud/scripts/per-boot/appliance.sh ] || install -m 0755 "$0" /var/lib/cloud/scripts/per-boot/appliance.sh
until command -v nft >/dev/null || dnf install -y -q nftables; do sleep 5; done
until ip -o -4 addr show to ${inner.address} | grep -q . && ip -o -4 addr show to ${outer.address} | grep -q .; do sleep 1; done
inner=$(ip -o -4 addr show to ${inner.address} | awk '{print $2}')
outer=$(ip -o -4 addr show to ${outer.address} | awk '{print $2}')
ip link set dev "$inner" mtu ${TRANSIT_GATEWAY_MTU}
ip link set dev "$outer" mtu ${TRANSIT_GATEWAY_MTU}
sysctl -qw net.ipv4.ip_forward=1
sysctl -qw net.ipv4.conf.all.rp_filter=0 "net.ipv4.conf.$inner.rp_filter=0" "net.ipv4.conf.$outer.rp_filter=0"
ip route replace default via ${outer.router} dev "$outer" table 100
ip route replace default via ${inner.router} dev "$inner" table 101
ip rule del priority 100 2>/dev/null || true
ip rule del priority 101 2>/dev/null || true
ip rule add iif "$inner" lookup 100 priority 100
ip rule add iif "$outer" lookup 101 priority 101
cat >/etc/nftables/appliance.nft <<'EOF'
${applianceRuleset(traffic)}EOF
nft -D inner="$inner" -D outer="$outer" -f /etc/nftables/appliance.nft
sysctl -qw net.netfilter.nf_conntrack_tcp_timeout_established=${SILENT_CONNECTION}
`;
}
