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
      "expect[0].from: names nothing in this file; write client",
      "expect[0].to: names nothing in this file; write shop",
      "expect[1].from: names nothing in this file; write one of client, web, internet",
      "expect[2].from: names nothing in this file; write web",
    ],
  ),
  breaks(
    "expect-end",
    "a service that sends",
    SMALL,
    [expecting(["shop", "web"])],
    ["expect[0].from: is a service, which only receives; write who sends: client, web, ..."],
  ),
  breaks(
    "expect-end",
    "addresses that the side has not",
    SMALL,
    [expecting(["10.65.0.20@client", "10.0.1.10:80@web"], ["10.64.9.1@client", "10.64.9.1@web"])],
    [
      "expect[0].from: is not an address of the client side; write one in 10.64.0.0/16, 10.0.0.0/16, or the side that has it",
      "expect[0].to: is not an address of the web side; write one in 10.64.0.0/16, or the side that has it",
      "expect[1].from: lies in no subnet of the client side; write an address in 10.64.0.0/24",
      "expect[1].to: lies in no subnet of the web side; write an address in 10.64.0.0/24",
    ],
  ),
  breaks(
    "expect-end",
    "an address of no VPC, and a VPC that is none",
    SMALL,
    [expecting(["10.64.0.20", "10.64.0@web"], ["10.64.0.20@server", "web"])],
    [
      "expect[0].from: is a private address, which means nothing without its VPC; write 10.64.0.20@client or 10.64.0.20@web",
      'expect[0].to: has "10.64.0", which is no IPv4 address; write an end such as client, web, 10.64.0.20@client, aws_lb.front or internet',
      'expect[1].from: names "server", which is no VPC; write client, web or a VPC\'s Terraform address after the @',
    ],
  ),
  breaks(
    "expect-end",
    "a port that is none",
    SMALL,
    [expecting(["client", "10.64.0.10:http@web"], ["client", "aws_lb.front:70000"])],
    [
      'expect[0].to: has "http" as its port; write a number from 0 to 65535',
      'expect[1].to: has "70000" as its port; write a number from 0 to 65535',
    ],
  ),
];
