/** Mutants of the boot script that no statement needs to catch, each with the reason why packets fare as before. */
export const EQUIVALENT_SCRIPTS: readonly { readonly mutants: RegExp; readonly reason: string }[] = [
  { mutants: /^-set -euo pipefail$/, reason: "it ends a script that fails; this one is proved not to" },
  {
    mutants: /per-boot\/appliance\.sh/,
    reason: "it brings the script back at later boots, and a proof is about a machine that has run it",
  },
  {
    mutants: /^-until |^\d -> \d in until /,
    reason: "how long packages and interfaces are waited for, which is no matter of a machine that has them",
  },
  {
    mutants: /mtu \d+$|tcp option maxseg|priority mangle/,
    reason: "it is about how large packets are; the lab sends large ones",
  },
  { mutants: /^1 -> 2 in sysctl .*ip_forward/, reason: "any number but 0 turns forwarding on (ip-sysctl)" },
  {
    mutants: /^(\$inner -> \$outer|0 -> 1) in sysctl .*rp_filter/,
    reason: "the way back to clients' addresses, and to all others, is the inner interface in the main table anyway",
  },
  {
    mutants: /(table 101|lookup 101 priority 101)$/,
    reason: "without it the main table decides, which leads out by the first interface, the inner one, too",
  },
  { mutants: /ip rule del |^-delete table ip appliance$/, reason: "it takes away what an earlier run left" },
  {
    mutants: /^100 -> \d+ in ip rule add iif "\$inner" lookup 100 priority 100$/,
    reason: "any priority before the main table's is as good",
  },
  { mutants: / in chain \w+ \{$/, reason: "a chain's name is nobody's business" },
  {
    mutants: /^accept -> drop in type nat /,
    reason: "all first packets that may pass are translated, and end in the rule above it",
  },
  {
    mutants: /^[\d./]+\/24 -> [\d./]+\/23 in [io]ifname \$\w+ (tcp sport .* )?[ds]nat ip prefix/,
    reason: "the half of the wider prefix that anybody is led to the appliance for is mapped as before",
  },
  {
    mutants: /^established,related -> established in /,
    reason: "errors about connections are sent by the lab, not by the proof",
  },
  {
    mutants: /^(saddr|daddr|10\.64\.0\.0\/24) -> (saddr|daddr|10\.64\.0\.0\/23) in iifname .* accept$/,
    reason: "in this network both sides have one and the same range, and nobody else is led to the appliance",
  },
  {
    mutants: /^fin,syn,rst,ack -> (fin,rst,ack|syn,ack) in /,
    reason:
      "Linux takes a SYN with ACK, or an end, of no connection that it knows for invalid, and translates nothing of it",
  },
  {
    mutants: /nf_conntrack_tcp_timeout_established/,
    reason: "how long a silent connection is remembered; a proof is about packets that follow one another",
  },
  { mutants: /limit rate 5\/second log/, reason: "a line in the log lets nothing pass" },
  {
    mutants: /type filter hook input|iifname lo accept|sport 67|(^-|in )ct state established,related accept$/,
    reason: "what is addressed to the appliance itself is not forwarded",
  },
];
