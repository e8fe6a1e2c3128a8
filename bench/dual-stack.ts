import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OVERLAP } from "../__tests__/support/programs";
import { cidr as blockOf, formatIpv6, IPV6_START } from "../src/ip";
import { interleave, medianOf, type Goal, type Progress, type Row, type Subject } from "./measure";
import { aclOf, groupsAtQuota, hostsOf, manyVpcs } from "./ordinary-networks";

const ROUNDS = 5;
/** Twice the addresses, routes and rules may take twice the work. */
const TWICE = { of: "ratio", limit: 2 } as const satisfies Goal;

type Json = Readonly<Record<string, unknown>>;
type Resources = Record<string, Record<string, Json>>;

/** What the block is in a network whose /16 are /56 of IPv6 and whose /24 are /64. */
function ipv6Of(cidr: unknown): string {
  const { base, length } = blockOf(String(cidr));
  if (length === 0) return "::/0";
  const start = (0x2600_1f14n << 96n) | (BigInt(base) << 56n);
  return `${formatIpv6(IPV6_START + start)}/${40 + length}`;
}

/** The arguments that are about IPv4, and what they are called for IPv6. */
const RANGES: Readonly<Record<string, string>> = {
  cidr_ipv4: "cidr_ipv6",
  destination_cidr_block: "destination_ipv6_cidr_block",
};

/** Has both families on one line of arguments: an address beside the other. */
const BESIDE: Readonly<Record<string, (body: Json) => Json>> = {
  aws_vpc: ({ cidr_block }) => ({ ipv6_cidr_block: ipv6Of(cidr_block) }),
  aws_subnet: ({ cidr_block }) => ({ ipv6_cidr_block: ipv6Of(cidr_block) }),
  // An address that is known stays one; another is AWS's to pick over both families.
  aws_instance: ({ private_ip: address }) =>
    typeof address === "string"
      ? { ipv6_addresses: [ipv6Of(`${address}/32`).split("/")[0]] }
      : { ipv6_address_count: 1 },
  aws_ec2_transit_gateway_vpc_attachment: () => ({ ipv6_support: "enable" }),
};

/** The same rule or route over IPv6; undefined where it has no range. */
function overIpv6(type: string, body: Json): Json | undefined {
  if (type === "aws_network_acl_rule") {
    const { cidr_block, ...rest } = body;
    return { ...rest, rule_number: Number(body.rule_number) + 5000, ipv6_cidr_block: ipv6Of(cidr_block) };
  }
  const name = Object.keys(RANGES).find((one) => one in body);
  if (name === undefined) return undefined;
  const { [name]: range, ...rest } = body;
  return { ...rest, [RANGES[name]!]: ipv6Of(range) };
}

/** A network of IPv4 with all that it has once more over IPv6. */
function dualStack(network: Json): Json {
  const resource: Resources = {};
  for (const [type, bodies] of Object.entries(network.resource as Resources)) {
    const all = Object.entries(bodies).flatMap(([name, body]): [string, Json][] => {
      const twin = overIpv6(type, body);
      return [
        [name, { ...body, ...BESIDE[type]?.(body) }],
        ...(twin ? [[`${name}-ipv6`, twin] as [string, Json]] : []),
      ];
    });
    resource[type] = Object.fromEntries(all);
  }
  return { ...network, resource };
}

const CASES: readonly (readonly [name: string, network: () => Json])[] = [
  ["40 hosts in groups at quota", () => groupsAtQuota(40).asSynth()],
  ["400 hosts of 20 groups in 10 subnets", () => hostsOf(400, 20, 10).asSynth()],
  ["a network ACL of 400 rules, in and out", () => aclOf(400).asSynth()],
  ["150 VPCs, some on a transit gateway or peered", () => manyVpcs(150).asSynth()],
];

/** Networks of both families against their IPv4 alone: the matrix as a whole process. */
export function measureDualStack(progress: Progress): Row[] {
  const root = mkdtempSync(join(tmpdir(), "overlap-bench-"));
  try {
    const subjects = CASES.flatMap(([name, network], i): Subject[] => {
      const ipv4 = network();
      return [ipv4, dualStack(ipv4)].map((one, family) => {
        const file = join(root, `${i}-${family}.json`);
        writeFileSync(file, JSON.stringify(one));
        return { name, cwd: root, args: [OVERLAP, "matrix", "--synth", file] };
      });
    });
    const runs = interleave(subjects, ROUNDS, progress);
    return CASES.map(([name], i): Row => ({
      name: `dual-stack matrix: ${name}`,
      value: medianOf("cpuMs", runs[i * 2 + 1] ?? []),
      baselineName: "its IPv4 part",
      baseline: medianOf("cpuMs", runs[i * 2] ?? []),
      unit: "CPU ms",
      goal: TWICE,
    }));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
