import { EXISTING, LARGE, SMALL } from "./bridge-texts";
import { add, breaks, type ContradictionCase, passes } from "./contradiction-case";

const expecting = (...pairs: readonly (readonly [from: string, to: string])[]) =>
  add(`expect:\n${pairs.map(([from, to]) => `  - { from: '${from}', to: '${to}', is: denied }`).join("\n")}`);

/** Ends of further statements of which the file itself tells that they name nothing. */
export const EXPECT_CONTRADICTIONS: readonly ContradictionCase[] = [
  passes(
    "expect-end",
    "every kind of end that only the JSON can tell of",
    SMALL,
    expecting(
      ["client", "http://shop/path"],
      ["internet", "shop"],
      ["web", "10.0.1.10"],
      ["8.8.8.8", "web"],
      ["10.64.0.20@client", "10.64.0.10:80@web"],
      ["10.0.2.77@client", "aws_lb.front:443"],
      ['module.a.aws_subnet.x["a"]', "eni-0a1b2c3d4e5f60718"],
      ["10.64.0.20@aws_vpc.other", "10.64.0.20@vpc-0a1b2c3d4e5f60718"],
      ["on-premises", "web"],
      ["192.168.3.4@aws_customer_gateway.office", "on-premises@aws_dx_gateway.d"],
    ),
  ),
  passes(
    "expect-end",
    "an address of a VPC that exists, in a subnet that the file does not list",
    EXISTING,
    expecting(["10.70.200.1@client", "172.20.0.200@web"]),
  ),
  passes("expect-end", "an address that is carved", LARGE, expecting(["100.64.0.130@client", "web"])),
  breaks(
    "expect-end",
    "a word that nothing has",
    SMALL,
    [expecting(["clinet", "shpo"], ["elsewhere", "client"], ["Web", "client"])],
    [
      [21, "expect[0].from"],
      [21, "expect[0].to"],
      [22, "expect[1].from"],
      [23, "expect[2].from"],
    ],
  ),
  breaks("expect-end", "a service that sends", SMALL, [expecting(["shop", "web"])], [[21, "expect[0].from"]]),
  breaks(
    "expect-end",
    "addresses that the side has not",
    SMALL,
    [expecting(["10.65.0.20@client", "10.0.1.10:80@web"], ["10.64.9.1@client", "10.64.9.1@web"])],
    [
      [21, "expect[0].from"],
      [21, "expect[0].to"],
      [22, "expect[1].from"],
      [22, "expect[1].to"],
    ],
  ),
  breaks(
    "expect-end",
    "an address of no VPC, and a VPC that is none",
    SMALL,
    [expecting(["10.64.0.20", "10.64.0@web"], ["10.64.0.20@server", "web"])],
    [
      [21, "expect[0].from"],
      [21, "expect[0].to"],
      [22, "expect[1].from"],
    ],
  ),
  breaks(
    "expect-end",
    "a port that is none",
    SMALL,
    [expecting(["client", "10.64.0.10:http@web"], ["client", "aws_lb.front:70000"])],
    [
      [21, "expect[0].to"],
      [22, "expect[1].to"],
    ],
  ),
];
