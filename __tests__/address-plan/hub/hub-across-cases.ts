import { type Edit, EXISTING, patch } from "../../config/bridge-texts";
import { HUB, WHOLE_VPC } from "../../config/hub-texts";
import { type AcrossCase, both, two } from "../across-case";
import { GATEWAYS } from "./hub-range-cases";

/** The same kind of hub as WHOLE_VPC between other things. */
const OTHER = WHOLE_VPC.replace(/\b(vpc|subnet|rtb|sg|tgw)-(\d)\d/g, "$1-$2a")
  .replace("key: whole-vpc", "key: other")
  .replace("100.64.8.0/22", "100.64.12.0/22")
  .replace("100.64.0.0/26", "100.64.1.0/26");

const CLIENT_VPC: Edit = ["id: vpc-1a111111", "id: vpc-11111111"];
const WEB_VPC: Edit = ["id: vpc-2a222222", "id: vpc-22222222"];
const GATEWAY: Edit = ["id: tgw-1a111111", "id: tgw-11111111"];
const WEB_GROUP: Edit = ["sg-1a111111", "sg-11111111"];
const RANGE = (cidr: string): Edit => ["cidr: 100.64.12.0/22", `cidr: ${cidr}`];
const NAT = (cidr: string): Edit => ["nat: { cidr: 100.64.1.0/26 }", `nat: { cidr: ${cidr} }`];
const WEB_TABLE: Edit = [
  "id: subnet-4a444444, route_table: rtb-3a333333",
  "id: subnet-4a444444, route_table: rtb-33333333",
];
/** The client's attachment as it is there already, in the subnets of its first two zones. */
const ATTACHED = (table: string): Edit => [
  "  nat: { cidr: 100.64.1.0/26 }\n",
  `  nat: { cidr: 100.64.1.0/26 }\n  attachment: { id: tgw-attach-11111111, route_table: ${table} }\n  attachment_subnets: [clients, more]\n`,
];
const ALARMS: Edit = ["services:", "alarms: { topic: arn:aws:sns:us-east-1:111122223333:a }\nservices:"];
const own = (text: string, name: string) => patch(text, [`state/hub.tfstate`, `state/${name}.tfstate`]);

/** Two files that use the same NAT gateways of the same VPC. */
function sharedGateways(): [string, string] {
  const [nat, gateways] = GATEWAYS("100.64.0.0/28");
  return [patch(WHOLE_VPC, [nat, gateways]), patch(OTHER, ["nat: { cidr: 100.64.1.0/26 }", gateways], CLIENT_VPC)];
}

/** Hubs beside hubs, and beside a bridge in a client VPC. */
export const HUB_CASES: readonly AcrossCase[] = [
  two(
    "one-attachment",
    "two hubs attach one client VPC",
    [WHOLE_VPC, patch(OTHER, CLIENT_VPC, GATEWAY)],
    both(6, "client.vpc.id"),
  ),
  two(
    "one-attachment",
    "two hubs attach one web VPC",
    [WHOLE_VPC, patch(OTHER, WEB_VPC, GATEWAY)],
    both(15, "web.vpc.id"),
  ),
  two("one-attachment", "one of them uses the attachment that is there", [
    WHOLE_VPC,
    patch(OTHER, CLIENT_VPC, GATEWAY, ATTACHED("tgw-rtb-11111111")),
  ]),
  two("one-attachment", "a peering is none", [
    WHOLE_VPC,
    patch(OTHER, WEB_VPC, GATEWAY, ["way: transit_gateway", "way: peering"]),
  ]),
  two(
    "one-attachment",
    "a hub and a bridge in a client VPC attach the same VPCs",
    [WHOLE_VPC, EXISTING],
    [
      [
        ["one", 6, "client.vpc.id"],
        ["two", 5, "client.vpc.id"],
      ],
      [
        ["two", 5, "client.vpc.id"],
        ["one", 6, "client.vpc.id"],
      ],
      [
        ["one", 15, "web.vpc.id"],
        ["two", 12, "web.vpc.id"],
      ],
      [
        ["two", 12, "web.vpc.id"],
        ["one", 15, "web.vpc.id"],
      ],
    ],
  ),
  two(
    "ranges-in-one-vpc",
    "two hubs add NAT ranges that overlap",
    [WHOLE_VPC, patch(OTHER, CLIENT_VPC, NAT("100.64.0.0/25"))],
    both(11, "client.nat.cidr"),
  ),
  two(
    "ranges-in-one-vpc",
    "a hub where another one's NAT range is",
    [WHOLE_VPC, patch(OTHER, CLIENT_VPC, RANGE("100.64.0.0/22"), NAT("100.64.20.0/26"))],
    [
      [
        ["one", 11, "client.nat.cidr"],
        ["two", 24, "bridge.cidr"],
      ],
      [
        ["two", 24, "bridge.cidr"],
        ["one", 11, "client.nat.cidr"],
      ],
    ],
  ),
  two("ranges-in-one-vpc", "beside each other", [WHOLE_VPC, patch(OTHER, CLIENT_VPC)]),
  two("ranges-in-one-vpc", "two files use NAT gateways that exist", sharedGateways()),
  two(
    "destinations-in-one-table",
    "two hubs of one range reach one web table",
    [
      WHOLE_VPC,
      patch(
        OTHER,
        WEB_VPC,
        WEB_TABLE,
        ["id: subnet-5a555555, route_table: rtb-3a333333", "id: subnet-5a555555, route_table: rtb-33333333"],
        ["id: subnet-6a666666, route_table: rtb-3a333333", "id: subnet-6a666666, route_table: rtb-33333333"],
        RANGE("100.64.8.0/22"),
      ),
    ],
    both(17, "web.subnets.web-1.route_table"),
  ),
  two(
    "rules-of-one-group",
    "two hubs of one range admit themselves",
    [WHOLE_VPC, patch(OTHER, WEB_VPC, WEB_GROUP, RANGE("100.64.8.0/22"))],
    both(20, "web.security_groups[0]"),
  ),
  two(
    "ranges-of-all-bridges",
    "two NAT ranges beside three ranges",
    [
      patch(WHOLE_VPC, ["[100.70.0.0/16]", "[100.70.0.0/16, 100.71.0.0/16, 100.72.0.0/16]"]),
      patch(OTHER, CLIENT_VPC, ["[100.70.0.0/16]", "[100.70.0.0/16, 100.71.0.0/16, 100.72.0.0/16]"]),
    ],
    both(11, "client.nat.cidr"),
  ),
  {
    id: "names-of-their-own: hubs whose names and webs' make the same name",
    rule: "names-of-their-own",
    files: {
      acme: own(HUB, "acme").replaceAll("shop:\n    way", "eu-shop:\n    way").replace("web: shop", "web: eu-shop"),
      "acme-eu": own(HUB, "acme-eu"),
    },
    found: [
      [
        ["acme", 1, ""],
        ["acme-eu", 1, ""],
      ],
      [
        ["acme-eu", 1, ""],
        ["acme", 1, ""],
      ],
    ],
  },
  {
    id: "names-of-their-own: the alarms of an ALB in a client VPC and of one in a hub",
    rule: "names-of-their-own",
    files: {
      acme: patch(own(HUB, "acme"), ALARMS),
      "acme-shop": patch(EXISTING, ALARMS),
    },
    found: [
      [
        ["acme", 38, "alarms"],
        ["acme-shop", 23, "alarms"],
      ],
      [
        ["acme-shop", 23, "alarms"],
        ["acme", 38, "alarms"],
      ],
    ],
  },
  two(
    "facts-agree",
    "the table of an attachment",
    [
      patch(WHOLE_VPC, [
        "  nat: { cidr: 100.64.0.0/26 }\n",
        ATTACHED("tgw-rtb-11111111")[1].replace("100.64.1.0", "100.64.0.0"),
      ]),
      patch(OTHER, CLIENT_VPC, ATTACHED("tgw-rtb-22222222")),
    ],
    both(12, "client.attachment.route_table"),
  ),
];
