import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readRouter, type LinuxRouter } from "../../src/linux-router";
import { INTERFACES } from "./sample";

const GOLDEN = join(__dirname, "..", "constructs", "appliance", "golden");
function routerOf(script: string): LinuxRouter {
  const reading = readRouter(script, INTERFACES);
  if (reading.kind === "unread") throw new Error(JSON.stringify(reading.unread));
  return reading.router;
}

test.each(["one-way.sh", "both-ways.sh"])("what nft is given by %s is kept as it stands there", (name) => {
  const script = readFileSync(join(GOLDEN, name), "utf8");
  const { runs, interfaces } = routerOf(script);
  expect(runs).toHaveLength(1);
  expect(script).toContain(`<<'EOF'\n${runs[0]?.text}EOF\n`);
  expect(runs[0]?.defined).toEqual(
    new Map([
      ["inner", "ens5"],
      ["outer", "ens6"],
    ]),
  );
  expect(interfaces.map(({ mtu }) => mtu)).toEqual([8500, 8500]);
});

test("commands are kept as nft gets them, in their order", () => {
  const { runs } = routerOf(`#!/bin/bash
sysctl -w net.ipv4.ip_forward=1
nft add table ip t
nft 'add chain ip t f { type filter hook forward priority 0; policy drop; }'
nft -f - <<EOF
add rule ip t f accept
EOF
`);
  expect(runs.map(({ text }) => text.trim())).toEqual([
    "add table ip t",
    "add chain ip t f { type filter hook forward priority 0; policy drop; }",
    "add rule ip t f accept",
  ]);
});

test("nothing need part the elements of a set from the brace behind them", () => {
  const { chains } = routerOf(`#!/bin/bash
sysctl -w net.ipv4.ip_forward=1
nft -f - <<'EOF'
table ip t {
  set ports { type inet_service; elements = { 80, 443 } }
  chain f { type filter hook forward priority 0; tcp dport @ports drop; }
}
EOF
`);
  expect(chains[0]?.rules[0]?.matches).toContainEqual(
    expect.objectContaining({
      kind: "ports",
      set: [
        { start: 80, end: 81 },
        { start: 443, end: 444 },
      ],
    }),
  );
});
