import { ATTACHED, patch } from "../config/bridge-texts";
import { broken, type BrokenCase, holds, type HoldingCase } from "./rule-case";

const THIRD = "    more: { cidr: 10.70.0.0/24";
const OTHER = "    other: { cidr: 10.70.1.0/24, zone: use1-az1, id: subnet-66666666, route_table: rtb-66666666 }\n";
const GIVEN = patch(ATTACHED, [
  "  zones: [use1-az1, use1-az2]",
  "  alb_subnets:\n    one: { cidr: 100.64.0.0/27, zone: use1-az1 }\n    two: { cidr: 100.64.0.32/27, zone: use1-az2 }\n    three: { cidr: 100.64.0.64/27, zone: use1-az3 }\n  nat_subnets: { nat: { cidr: 100.64.0.128/28, zone: use1-az1 } }",
]);

/** Attachments that exist, which a bridge in the client VPC uses. */
export const BROKEN_ATTACHMENT_RULES: readonly BrokenCase[] = [
  broken(
    "attachment-placed",
    "attachments that are nowhere",
    ATTACHED,
    [
      ["  attachment_subnets: [clients, more]\n", ""],
      ["  attachment_subnets: [web-1, web-2]\n", ""],
    ],
    [
      [10, "client.attachment"],
      [18, "web.attachment"],
    ],
  ),
  broken(
    "attachment-zones",
    "an attachment that is in none of the zones of one ALB node",
    ATTACHED,
    [["[clients, more]", "[more]"]],
    [[11, "client.attachment_subnets"]],
  ),
  broken(
    "attachment-zones",
    "the same, with ALB subnets that are given",
    GIVEN,
    [],
    [[26, "bridge.alb_subnets.three.zone"]],
  ),
  broken(
    "attachment-zones",
    "two subnets of an attachment that exists in one zone",
    ATTACHED,
    [
      [THIRD, OTHER + THIRD],
      ["[clients, more]", "[clients, other, more]"],
    ],
    [[8, "client.subnets.other.zone"]],
  ),
  broken(
    "web-attachment-zones",
    "a server in a zone without the attachment that exists",
    ATTACHED,
    [["[web-1, web-2]", "[web-1]"]],
    [[29, "services.shop.targets[1]"]],
  ),
  broken(
    "id-stands-once",
    "one attachment and one table for both sides",
    ATTACHED,
    [["tgw-attach-22222222, route_table: tgw-rtb-22222222", "tgw-attach-11111111, route_table: tgw-rtb-11111111"]],
    [
      [19, "web.attachment.id"],
      [19, "web.attachment.route_table"],
    ],
  ),
];

export const HOLDING_ATTACHMENT_RULES: readonly HoldingCase[] = [
  holds("attachment-placed", "the subnets of each", ATTACHED),
  holds(
    "attachment-zones",
    "one that exists in a further zone too",
    ATTACHED,
    [THIRD, OTHER.replace("use1-az1", "use1-az3") + THIRD],
    ["[clients, more]", "[clients, other, more]"],
  ),
];
