import { EXISTING, SMALL } from "./bridge-texts";
import { breaks, type ContradictionCase, passes } from "./contradiction-case";
import { HUB, WHOLE_VPC } from "./hub-texts";

const CLIENT = "routes: [192.168.0.0/16] }";
const client = (text: string) => [CLIENT, `routes: [192.168.0.0/16], ${text} }`] as const;
const GATEWAY = "transit_gateway: { id: tgw-11111111 }";

export const ENCRYPTION_CONTRADICTIONS: readonly ContradictionCase[] = [
  breaks(
    "existing-side",
    "the encryption control of VPCs that are created",
    SMALL,
    [
      ["client:\n  vpc: { ", "client:\n  vpc: { encryption_control: monitor, "],
      ["web:\n  vpc: { ", "web:\n  vpc: { encryption_control: enforce, "],
    ],
    [
      [4, "client.vpc.encryption_control"],
      [8, "web.vpc.encryption_control"],
    ],
  ),
  breaks(
    "existing-side",
    "the encryption control of a hub's client that is created",
    HUB,
    [["way: nat\n    vpc: { ", "way: nat\n    vpc: { encryption_control: enforce, "]],
    [[6, "clients.apps.vpc.encryption_control"]],
  ),
  passes("existing-side", "the encryption control of VPCs that exist", EXISTING, client("encryption_control: enforce")),
  passes("existing-side", "that of the hub, which somebody sets afterwards", HUB, [
    "  place: hub\n",
    "  place: hub\n  encryption_control: enforce\n",
  ]),
  breaks(
    "encryption-exclusions",
    "without a control, and of one that monitors",
    WHOLE_VPC,
    [
      client("encryption_exclusions: [nat_gateway]"),
      ["  place: hub\n", "  place: hub\n  encryption_control: monitor\n  encryption_exclusions: [vpc_peering]\n"],
    ],
    [
      [6, "client.vpc.encryption_exclusions"],
      [24, "bridge.encryption_exclusions"],
    ],
  ),
  passes(
    "encryption-exclusions",
    "of a control that enforces",
    EXISTING,
    client("encryption_control: enforce, encryption_exclusions: [nat_gateway]"),
  ),
  breaks(
    "distinct-entries",
    "an exclusion twice",
    EXISTING,
    [client("encryption_control: enforce, encryption_exclusions: [lambda, nat_gateway, lambda]")],
    [[5, "client.vpc.encryption_exclusions[2]"]],
  ),
  breaks(
    "encryption-support",
    "of a gateway that is made",
    EXISTING,
    [[GATEWAY, "transit_gateway: { encryption_support: true }"]],
    [[20, "transit_gateway.encryption_support"]],
  ),
  passes("encryption-support", "of one that exists", EXISTING, [
    GATEWAY,
    "transit_gateway: { id: tgw-11111111, encryption_support: true }",
  ]),
  passes("encryption-support", "said not to be there, of one that is made", EXISTING, [
    GATEWAY,
    "transit_gateway: { encryption_support: false }",
  ]),
];
