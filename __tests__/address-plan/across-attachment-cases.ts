import { ATTACHED, type Edit, EXISTING, patch } from "../config/bridge-texts";
import { type AcrossCase, both, ELSEWHERE, range, sameClient, sameGateway, two } from "./across-case";

/** The same kind of bridge as ATTACHED between other things. */
const ATTACHED_ELSEWHERE = ATTACHED.replace(/\b(vpc|subnet|rtb|sg|tgw|attach)-(\d)\d/g, "$1-$2a").replace(
  "key: existing",
  "key: elsewhere",
);
const OWN = "{ id: tgw-attach-1a111111, route_table: tgw-rtb-1a111111 }";
const sameAttachment: Edit = [OWN, OWN.replaceAll("1a1", "111")];
const targets = (address: string): Edit => ["[10.64.0.10, 172.20.0.10]", `[${address}]`];
/** A second bridge of EXISTING's client VPC, which uses its attachment. */
const SECOND = patch(ATTACHED_ELSEWHERE, sameClient, sameGateway, sameAttachment, range("100.65.0.0/24"));

const names = (text: string): Edit => ["services:", `dns: { ${text} }\nservices:`];
const NEIGHBOUR = patch(ELSEWHERE, sameClient, range("100.65.0.0/24"));
const ZONE = "zone: example.internal";
const ZONE_ID = "zone_id: Z0123456789AB";

/** Attachments and hosted zones of VPCs that several bridges use. */
export const ATTACHMENT_CASES: readonly AcrossCase[] = [
  two("one-attachment", "a second bridge uses the client's attachment, and another web VPC's", [
    patch(EXISTING, targets("10.64.0.10")),
    patch(SECOND, targets("172.20.0.10")),
  ]),
  two(
    "routes-of-one-attachment",
    "two bridges lead one address to two web VPCs",
    [ATTACHED, SECOND],
    both(10, "client.attachment.route_table"),
  ),
  two(
    "routes-of-one-attachment",
    "the same, where one makes the attachment",
    [EXISTING, SECOND],
    [
      [
        ["one", 5, "client.vpc.id"],
        ["two", 10, "client.attachment.route_table"],
      ],
      [
        ["two", 10, "client.attachment.route_table"],
        ["one", 5, "client.vpc.id"],
      ],
    ],
  ),
  two("routes-of-one-attachment", "each leads to another web subnet", [
    patch(ATTACHED, targets("10.64.0.10")),
    patch(SECOND, targets("172.20.0.10")),
  ]),
  two("routes-of-one-attachment", "attachments of two gateways lead to one address", [
    EXISTING,
    patch(ATTACHED_ELSEWHERE, sameClient, range("100.65.0.0/24")),
  ]),
  two(
    "facts-agree",
    "the table of a client's attachment",
    [
      patch(ATTACHED, targets("10.64.0.10")),
      patch(SECOND, targets("172.20.0.10"), ["tgw-rtb-11111111", "tgw-rtb-99999999"]),
    ],
    both(10, "client.attachment.route_table"),
  ),
  two(
    "zones-of-one-vpc",
    "two make a zone of one name for one client VPC",
    [patch(EXISTING, names(ZONE)), patch(NEIGHBOUR, names(ZONE))],
    both(23, "dns.zone"),
  ),
  two("zones-of-one-vpc", "one uses what the other makes", [
    patch(EXISTING, names(ZONE)),
    patch(NEIGHBOUR, names(`${ZONE}, ${ZONE_ID}`)),
  ]),
  two("zones-of-one-vpc", "zones of two names, one below the other", [
    patch(EXISTING, names(ZONE)),
    patch(NEIGHBOUR, names("zone: more.example.internal")),
  ]),
  two("zones-of-one-vpc", "one name in two VPCs", [patch(EXISTING, names(ZONE)), patch(ELSEWHERE, names(ZONE))]),
  two(
    "records-of-one-zone",
    "one record, of which one file knows the zone's name",
    [patch(EXISTING, names(`${ZONE}, ${ZONE_ID}`)), patch(ELSEWHERE, names(ZONE_ID))],
    both(25, "services.shop"),
  ),
  two(
    "records-of-one-zone",
    "a host of one is the name of the other's service",
    [
      patch(EXISTING, names(`${ZONE}, ${ZONE_ID}`), [
        "  shop:\n",
        "  orders:\n    match: { hosts: [shop.example.internal] }\n",
      ]),
      patch(ELSEWHERE, names(ZONE_ID)),
    ],
    [
      [
        ["one", 26, "services.orders.match.hosts[0]"],
        ["two", 25, "services.shop"],
      ],
      [
        ["two", 25, "services.shop"],
        ["one", 26, "services.orders.match.hosts[0]"],
      ],
    ],
  ),
  two("records-of-one-zone", "services of two names", [
    patch(EXISTING, names(ZONE_ID)),
    patch(ELSEWHERE, names(ZONE_ID), ["  shop:\n", "  orders:\n"]),
  ]),
  two(
    "facts-agree",
    "the name of a hosted zone",
    [
      patch(EXISTING, names(`${ZONE}, ${ZONE_ID}`)),
      patch(ELSEWHERE, names(`zone: example.com, ${ZONE_ID}`), ["  shop:\n", "  orders:\n"]),
    ],
    both(23, "dns.zone"),
  ),
];
