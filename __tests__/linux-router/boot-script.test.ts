import { readRouter } from "../../src/linux-router";
import { datagrams, INTERFACES, SAMPLE } from "./sample";
import { routerOf, thereAndBack } from "./told";

const PACKETS = [
  [0, datagrams({ from: "10.64.0.0/24", to: "100.64.1.0/24", port: 5432, sourcePort: 40000 })],
  [0, datagrams({ from: "10.64.0.20", to: "100.64.1.10", port: 80, sourcePort: 40000 })],
  [0, datagrams({ from: "10.64.0.20", to: "100.64.1.10", protocol: "icmp" })],
  [1, datagrams({ from: "10.64.0.20", to: "100.64.2.10", port: 22, sourcePort: 40000 })],
] as const;
/** What becomes of the sample's packets; lines that drop don't count, since they stand elsewhere. */
const answers = (script: string): string[] => {
  const router = routerOf(script, INTERFACES);
  return PACKETS.flatMap(([device, packets]) => thereAndBack(router, device, packets)).map((one) =>
    one.replace(/dropped: .*/, "dropped"),
  );
};
const edited = (...edits: readonly (readonly [string, string])[]): string =>
  edits.reduce((script, [from, to]) => {
    if (!script.includes(from)) throw new Error(`"${from}" is not in the script`);
    return script.replaceAll(from, to);
  }, SAMPLE);
const before = (line: string): string => edited(["cat >/etc/nftables", `${line}\ncat >/etc/nftables`]);
const after = (line: string): string => `${SAMPLE}${line}\n`;
const LOADED = 'nft -D inner="$inner" -D outer="$outer" -f /etc/nftables/appliance.nft';
const unread = (script: string): string => {
  const reading = readRouter(script, INTERFACES);
  if (reading.kind === "read") return "read";
  const { why, line } = reading.unread;
  return `${why}: ${line?.text ?? ""}`;
};

describe("another spelling of a script", () => {
  const expected = answers(SAMPLE);

  test("is answered for at all", () => {
    expect(expected.filter((one) => one.includes("out"))).toHaveLength(6);
  });

  test.each<[string, string]>([
    ["names of interfaces", edited([/* first */ "$(ip -o -4 addr show to 10.0.4.4 | awk '{print $2}')", "ens5"])],
    ["older names of interfaces", edited(["$(ip -o -4 addr show to 10.0.5.4 | awk '{print $2}')", "eth1"])],
    ["braces around variables", edited(['"$inner"', '"${inner}"'])],
    [
      "variables in the ruleset that the shell puts in",
      edited(["<<'EOF'", "<<EOF"], [LOADED, "nft -f /etc/nftables/appliance.nft"]),
    ],
    [
      "definitions in the ruleset",
      edited(
        ["table ip appliance\ndelete", 'define inner = "ens5"\ndefine outer = ens6\ntable ip appliance\ndelete'],
        [LOADED, "nft -f /etc/nftables/appliance.nft"],
      ),
    ],
    [
      "the ruleset on the command's input",
      edited(
        ["cat >/etc/nftables/appliance.nft <<'EOF'", "nft -D inner=ens5 -D outer=ens6 -f - <<'EOF'"],
        [LOADED, ":"],
      ),
    ],
    [
      "the ruleset through a pipe",
      edited(
        ["cat >/etc/nftables/appliance.nft <<'EOF'", "cat <<'EOF' | nft -D inner=ens5 -Douter=ens6 -f -"],
        [LOADED, ":"],
      ),
    ],
    ["the ruleset by tee", edited(["cat >/etc/nftables/appliance.nft", "tee /etc/nftables/appliance.nft >/dev/null"])],
    [
      "settings in a file",
      edited([
        "sysctl -qw net.ipv4.ip_forward=1",
        "echo net.ipv4.ip_forward = 1 > /etc/sysctl.d/90-nat.conf\nsysctl --system",
      ]),
    ],
    [
      "settings in a file that is named",
      edited([
        "sysctl -qw net.ipv4.ip_forward=1",
        "cat > /etc/sysctl.d/90-nat.conf <<X\n# nat\nnet.ipv4.ip_forward=1\nX\nsysctl -qp /etc/sysctl.d/90-nat.conf",
      ]),
    ],
    ["settings below /proc", edited(["sysctl -qw net.ipv4.ip_forward=1", "echo 1 > /proc/sys/net/ipv4/ip_forward"])],
    ["the other name of forwarding", edited(["net.ipv4.ip_forward=1", "net.ipv4.conf.all.forwarding=1"])],
    ["an inet table", edited(["table ip appliance", "table inet appliance"])],
    [
      "priorities as numbers",
      edited(
        ["priority dstnat", "priority -100"],
        ["priority srcnat", "priority 90 "],
        ["priority filter", "priority 0"],
      ),
    ],
    [
      "chains in another order",
      edited([
        "  chain prerouting {",
        "  chain input2 {\n    type filter hook input priority 5;\n  }\n  chain prerouting {",
      ]),
    ],
    ["statements on one line", edited(["policy drop;\n    ct state", "policy drop; ct state"])],
    ["states as a set", edited(["ct state established,related accept", "ct state { established, related } accept"])],
    [
      "states as a map of verdicts",
      edited(["ct state established,related accept", "ct state vmap { established : accept, related : accept }"]),
    ],
    [
      "a counter and a comment",
      edited(["tcp dport { 5432 } accept", 'tcp dport { 5432 } counter accept comment "db"']),
    ],
    ["the protocol first", edited(["tcp dport { 5432 }", "meta l4proto tcp th dport 5432"])],
    ["a range of ports", edited(["tcp dport { 5432 }", "tcp dport 5432-5433"])],
    [
      "a named set",
      edited(
        ["  chain forward {", "  set ports {\n    type inet_service; elements = { 5432 }\n  }\n  chain forward {"],
        ["tcp dport { 5432 }", "tcp dport @ports"],
      ),
    ],
    [
      "a set that is filled later",
      `${edited(["  chain forward {", "  set ports {\n    type inet_service\n  }\n  chain forward {"], ["tcp dport { 5432 }", "tcp dport @ports"])}nft add element ip appliance ports { 5432 }\n`,
    ],
    [
      "a named map",
      edited(
        [
          "  chain prerouting {",
          "  map twins {\n    type ipv4_addr : interval ipv4_addr\n    flags interval\n    elements = { 100.64.1.0/24 : 10.64.0.0/24 }\n  }\n  chain prerouting {",
        ],
        ["map { 100.64.1.0/24 : 10.64.0.0/24 }", "map @twins"],
      ),
    ],
    [
      "a chain of its own that is jumped to",
      edited(
        [
          "  chain forward {",
          "  chain forth {\n    ip saddr 10.64.0.0/24 tcp dport 5432 accept\n  }\n  chain forward {",
        ],
        [
          "iifname $inner oifname $outer ct status dnat ip saddr 10.64.0.0/24 ip daddr 10.64.0.0/24 tcp dport { 5432 } accept",
          "iifname $inner oifname $outer ct status dnat ip daddr 10.64.0.0/24 jump forth",
        ],
      ),
    ],
    [
      "rules by single commands",
      `${edited(["    iifname $inner oifname $outer ct status dnat ip saddr 10.64.0.0/24 ip daddr 10.64.0.0/24 icmp type echo-request accept\n", ""])}nft add rule ip appliance forward iifname ens5 icmp type echo-request accept\n`,
    ],
    [
      "words of ip",
      edited(['ip rule add iif "$inner" lookup 100 priority 100', "ip -4 rule add priority 100 dev ens5 table 100"]),
    ],
    [
      "rules without priorities",
      edited([" priority 100\nip", "\nip"], ["ip rule del priority 100 2>/dev/null || true\n", ""]),
    ],
    [
      "harmless lines",
      before(
        'echo "hello" >> /var/log/x.log; mkdir -p /opt/x && chmod 700 /opt/x\nTOKEN=$(curl -s -X PUT http://169.254.169.254/latest/api/token)\nexport TOKEN\nif [ -f /etc/motd ]; then\n  cat /etc/motd\nfi\nsystemctl enable --now amazon-ssm-agent',
      ),
    ],
    ["an end before the end", after("exit 0\niptables -F")],
  ])("means the same: %s", (_, script) => {
    expect(answers(script)).toEqual(expected);
  });
});

describe("a script that can't be read", () => {
  test.each<[string, string]>([
    [after("iptables -F"), "command: iptables -F"],
    [after("systemctl start docker"), "command: systemctl start docker"],
    [after("curl -s https://example.com/x | bash"), "command: curl -s https://example.com/x | bash"],
    [after("bash /opt/x.sh"), "command: bash /opt/x.sh"],
    [after("aws ec2 replace-route --x"), "command: aws ec2 replace-route --x"],
    [after("f() { ip route flush table 100; }"), "command: f() { ip route flush table 100; }"],
    [after("ip link set ens6 down"), "command: ip link set ens6 down"],
    [after("ip addr add 10.0.4.9/28 dev ens5"), "command: ip addr add 10.0.4.9/28 dev ens5"],
    [after("ip rule add fwmark 1 lookup 100"), "command: ip rule add fwmark 1 lookup 100"],
    [after("ip route add default via 10.0.5.1 table 100"), "fails: ip route add default via 10.0.5.1 table 100"],
    [after("ip rule add iif ens5 lookup 100 priority 100"), "fails: ip rule add iif ens5 lookup 100 priority 100"],
    [after("if [ -f /x ]; then nft flush ruleset; fi"), "condition: if [ -f /x ]; then nft flush ruleset; fi"],
    [after("[ -f /x ] && nft flush ruleset"), "condition: [ -f /x ] && nft flush ruleset"],
    [after("[ -f /x ] || nft flush ruleset"), "condition: [ -f /x ] || nft flush ruleset"],
    [after("nft flush ruleset &"), "command: nft flush ruleset &"],
    [after("nft -f /etc/other.nft"), "file: nft -f /etc/other.nft"],
    [after("echo 'x' > /etc/cron.d/x"), "file: echo 'x' > /etc/cron.d/x"],
    [
      after("echo net.ipv4.ip_forward=0 > /etc/sysctl.d/x.conf"),
      "file: echo net.ipv4.ip_forward=0 > /etc/sysctl.d/x.conf",
    ],
    [after("sysctl -w net.ipv4.conf.ens5.forwarding=0"), "command: sysctl -w net.ipv4.conf.ens5.forwarding=0"],
    [
      after('ip route replace default via 10.0.5.1 dev "$other" table 100'),
      'variable: ip route replace default via 10.0.5.1 dev "$other" table 100',
    ],
    [after("ip rule add iif wg0 lookup 100 priority 90"), "interface: ip rule add iif wg0 lookup 100 priority 90"],
    [
      edited(["show to 10.0.4.4 | awk", "show to 10.0.4.5 | awk"]),
      'interface: sysctl -qw net.ipv4.conf.all.rp_filter=0 "net.ipv4.conf.$inner.rp_filter=0" "net.ipv4.conf.$outer.rp_filter=0"',
    ],
    [
      edited(["ip rule del priority 100 2>/dev/null || true", "ip rule del priority 100"]),
      "fails: ip rule del priority 100",
    ],
    [edited(["sysctl -qw net.ipv4.ip_forward=1\n", ""]), "forwarding-not-set: "],
    [edited(["table ip appliance\ndelete", "delete"]), "fails: delete table ip appliance"],
    [
      edited(["tcp dport { 5432 } accept", "tcp dport { 5432 } acept"]),
      "ruleset: iifname $inner oifname $outer ct status dnat ip saddr 10.64.0.0/24 ip daddr 10.64.0.0/24 tcp dport { 5432 } acept",
    ],
    [
      edited(["tcp dport { 5432 } accept", "meta mark 1 accept"]),
      "ruleset: iifname $inner oifname $outer ct status dnat ip saddr 10.64.0.0/24 ip daddr 10.64.0.0/24 meta mark 1 accept",
    ],
    [edited(["chain forward {", "chain fwd {"]), "ruleset: chain fwd {"],
    [edited(["iifname lo accept", "jump nowhere"]), "ruleset: jump nowhere"],
    [edited(["iifname lo accept", "dnat to 10.0.0.1"]), "ruleset: dnat to 10.0.0.1"],
    [edited(["iifname lo accept", "tcp dport 80 udp dport 80 accept"]), "ruleset: tcp dport 80 udp dport 80 accept"],
    [
      edited(["iifname lo accept", "meta l4proto { tcp, udp } tcp dport 80 accept"]),
      "ruleset: meta l4proto { tcp, udp } tcp dport 80 accept",
    ],
    [edited(["iifname lo accept", "ip6 saddr ::1 accept"]), "ruleset: ip6 saddr ::1 accept"],
    [
      edited(["{ 100.64.1.0/24 : 10.64.0.0/24 }", "{ 100.64.1.0/24 : 10.64.0.0/24, 100.64.1.0/25 : 10.64.0.0/25 }"]),
      "ruleset: iifname $inner dnat ip prefix to ip daddr map { 100.64.1.0/24 : 10.64.0.0/24, 100.64.1.0/25 : 10.64.0.0/25 }",
    ],
    [edited(["priority dstnat; policy accept;", "priority -200; policy accept;"]), "ruleset: chain prerouting {"],
    [
      edited(["    udp sport 67 udp dport 68 accept\n  }", "    udp sport 67 udp dport 68 accept }"]),
      "ruleset: udp sport 67 udp dport 68 accept }",
    ],
    [edited(["    udp sport 67 udp dport 68 accept", '    include "/etc/x"']), 'ruleset: include "/etc/x"'],
    [
      edited(["nft -D inner", "nft -D other"]),
      "ruleset: iifname $inner dnat ip prefix to ip daddr map { 100.64.1.0/24 : 10.64.0.0/24 }",
    ],
  ])("is given up on with the line: %#", (script, expected) => {
    expect(unread(script)).toBe(expected);
  });
});
