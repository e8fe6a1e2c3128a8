import { type KeyPath } from "../../config/key-path";
import { type Cidr, cidr, cidrOverlaps, containsCidr, formatCidr, PRIVATE, RFC_1918, SHARED } from "../../ipv4";
import { addedRangeMend } from "../added-range-mend";
import { type BridgePlan } from "../bridge-plan";
import { addedRangesOf, sidesOf } from "../planned-sides";
import { forNoVpc } from "../restricted-ranges";
import { type Break, type RuleOf } from "./rule";

/** Ranges that are nobody's on the internet. Source: RFC 1918, RFC 6598, RFC 2544, RFC 5737. */
const NOT_PUBLIC = [...PRIVATE, ...["198.18.0.0/15", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"].map(cidr)];

const DOCKER = cidr("172.17.0.0/16");
const ROUTER_SERVICES = cidr("169.254.168.0/22");

interface Placed {
  readonly range: Cidr;
  readonly path: KeyPath;
}

/** Every range of a VPC that the file names. Subnets lie in one of them, or another rule says so. */
function vpcRanges(plan: BridgePlan): Placed[] {
  return [
    ...sidesOf(plan).flatMap(({ path, vpc }): Placed[] => [
      { range: vpc.cidr, path: [...path, "vpc", "cidr"] },
      ...listed(vpc.secondary_cidrs, [...path, "vpc", "secondary_cidrs"]),
    ]),
    ...addedRangesOf(plan),
  ];
}

function listed(ranges: readonly Cidr[], path: KeyPath): Placed[] {
  return ranges.map((range, i) => ({ range, path: [...path, i] }));
}

const PRIVATE_RANGES = `${RFC_1918.map(formatCidr).join(", ")} or ${formatCidr(SHARED)}`;

export const RANGE_RULES: readonly RuleOf<BridgePlan>[] = [
  {
    name: "range-of-hosts",
    fact: "no VPC has a range of 0.0.0.0/8, loopback, link-local, multicast or reserved addresses (InvalidVpc.Range)",
    source: "EC2 API, CreateVpc and AssociateVpcCidrBlock; RFC 6890, RFC 5771",
    check: (plan) =>
      vpcRanges(plan).flatMap(({ range, path }): Break[] => {
        const found = forNoVpc(range);
        if (!found) return [];
        const message = `is in ${formatCidr(found.range)}, ${found.use}, which AWS takes for no VPC`;
        const mend = addedRangeMend(plan, path);
        return [{ path, message, fix: `write a range of ${PRIVATE_RANGES}`, ...(mend && { mend }) }];
      }),
  },
  {
    name: "route-destination",
    fact: "no route leads to 169.254.168.0/22 or a part of it",
    source: "VPC user guide, route table concepts: destinations that can't be added",
    check: (plan) => {
      const steers = plan.place === "client" ? (plan.config.bridge.steer ?? []) : [];
      return [
        ...sidesOf(plan).flatMap(({ path, vpc }) => listed(vpc.routes, [...path, "vpc", "routes"])),
        ...listed(steers, ["bridge", "steer"]),
      ].flatMap(({ range, path }): Break[] =>
        containsCidr(ROUTER_SERVICES, range)
          ? [
              {
                path,
                message: `is in ${formatCidr(ROUTER_SERVICES)}, to which AWS makes no route`,
                fix: "write the destination that is meant",
              },
            ]
          : [],
      );
    },
  },
  {
    name: "public-range",
    warns: true,
    fact: "a VPC may have public addresses, and then can't reach whoever has them on the internet",
    source: "VPC user guide, VPC CIDR blocks: publicly routable ranges",
    check: (plan) =>
      vpcRanges(plan)
        .filter(({ range }) => !NOT_PUBLIC.some((known) => containsCidr(known, range)))
        .filter(({ range }) => !forNoVpc(range))
        .map(({ path }) => ({
          path,
          message: "is public address space: whoever has it on the internet can't be reached from this VPC",
          fix: `leave it if it is yours, else write a range of ${PRIVATE_RANGES}`,
        })),
  },
  {
    name: "docker-range",
    warns: true,
    fact: "some AWS services use 172.17.0.0/16 themselves, such as Cloud9 and SageMaker",
    source: "VPC user guide, VPC CIDR blocks",
    check: (plan) =>
      vpcRanges(plan)
        .filter(({ range }) => cidrOverlaps(DOCKER, range))
        .map(({ path }) => ({
          path,
          message: `overlaps ${formatCidr(DOCKER)}, which Docker and some AWS services use themselves`,
          fix: "leave it where none of them is used, else write another range",
        })),
  },
];
