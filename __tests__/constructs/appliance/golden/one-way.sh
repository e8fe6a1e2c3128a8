#!/bin/bash
# 1:1 NAT between two networks with the same addresses. Runs at each boot: cloud-init runs what lies in per-boot.
set -euo pipefail
[ "$0" -ef /var/lib/cloud/scripts/per-boot/appliance.sh ] || install -m 0755 "$0" /var/lib/cloud/scripts/per-boot/appliance.sh
until command -v nft >/dev/null || dnf install -y -q nftables; do sleep 5; done
until ip -o -4 addr show to 10.0.4.4 | grep -q . && ip -o -4 addr show to 10.0.5.4 | grep -q .; do sleep 1; done
inner=$(ip -o -4 addr show to 10.0.4.4 | awk '{print $2}')
outer=$(ip -o -4 addr show to 10.0.5.4 | awk '{print $2}')
ip link set dev "$inner" mtu 8500
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
  }
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    oifname $outer snat ip prefix to ip saddr map { 10.64.0.0/24 : 100.64.2.0/24 }
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
    iifname $inner oifname $outer ct status dnat ip saddr 10.64.0.0/24 ip daddr 10.64.0.0/24 tcp dport { 5432 } accept
    iifname $inner oifname $outer ct status dnat ip saddr 10.64.0.0/24 ip daddr 10.64.0.0/24 udp dport { 161, 1000-2000 } accept
    iifname $inner oifname $outer ct status dnat ip saddr 10.64.0.0/24 ip daddr 10.64.0.0/24 icmp type echo-request accept
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
sysctl -qw net.netfilter.nf_conntrack_tcp_timeout_established=9000
