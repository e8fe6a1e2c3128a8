import { type Edit, LARGE, SMALL } from "../config/bridge-texts";
import { broken, type BrokenCase, holds, type HoldingCase } from "./rule-case";

const dns = (text: string): Edit => ["listeners:", `dns: { ${text} }\nlisteners:`];
const IN_ZONE = dns("zone: example.com");
/** Service shop takes these hosts alone. */
const shopHosts = (hosts: string): Edit => [
  "    match: { hosts: [shop.example.com] }",
  `    match: { hosts: [${hosts}] }`,
];
const without: Edit = ["    match: { hosts: [shop.example.com] }\n", ""];
const certificateOf = (names: string): Edit => ["  https:\n", `  https:\n    certificate_names: [${names}]\n`];
const label = (length: number): string => "a".repeat(length);
/** A zone so long that shop's own name there has `length` characters. */
const zoneFor = (length: number): Edit => {
  const rest = length - "shop.".length;
  const labels = [63, 63, 63, rest - 3 * 64].map(label);
  return dns(`zone: ${labels.join(".")}`);
};

export const BROKEN_DNS_RULES: readonly BrokenCase[] = [
  broken("dns-zone-of-aws", "AWS's own domain", SMALL, [dns("zone: amazonaws.com")], [[18, "dns.zone"]]),
  broken("dns-zone-of-aws", "a Region's part of it", SMALL, [dns("zone: eu-west-1.amazonaws.com")], [[18, "dns.zone"]]),
  broken("dns-zone-of-aws", "what holds one", SMALL, [dns("zone: com.cn")], [[18, "dns.zone"]]),
  broken("dns-zone-known", "an id alone, and hosts", LARGE, [dns("zone_id: Z0123456789")], [[19, "dns.zone_id"]]),
  broken(
    "dns-names",
    "an empty label",
    LARGE,
    [IN_ZONE, shopHosts("shop..example.com")],
    [[26, "services.shop.match.hosts[0]"]],
  ),
  broken(
    "dns-names",
    "a hyphen at a label's end",
    LARGE,
    [IN_ZONE, shopHosts("shop-.example.com")],
    [[26, "services.shop.match.hosts[0]"]],
  ),
  broken(
    "dns-names",
    "a label of 64",
    LARGE,
    [IN_ZONE, shopHosts(`${label(64)}.example.com`)],
    [[26, "services.shop.match.hosts[0]"]],
  ),
  broken("dns-names", "254 characters", SMALL, [zoneFor(254)], [[22, "services.shop"]]),
  broken(
    "dns-name-matched",
    "hosts elsewhere",
    LARGE,
    [dns("zone: example.internal"), shopHosts("shop.example.com, 's*.example.com'")],
    [
      [25, "services.shop"],
      [28, "services.api"],
    ],
  ),
  broken(
    "dns-name-matched",
    "a host that only ends like the zone",
    LARGE,
    [IN_ZONE, shopHosts("shopexample.com")],
    [[25, "services.shop"]],
  ),
  broken(
    "dns-name-of-one-service",
    "a pattern of another one",
    LARGE,
    [
      IN_ZONE,
      shopHosts("'*.example.com'"),
      ["{ hosts: [shop.example.com], paths: [/api/*] }\n    priority: 5", "{ hosts: [api.example.com] }"],
    ],
    [[29, "services.api.match.hosts[0]"]],
  ),
  broken(
    "dns-name-of-one-service",
    "the rest, and any host before it",
    LARGE,
    [IN_ZONE, without, ["{ hosts: [shop.example.com], paths: [/api/*] }", "{ paths: [/*] }"]],
    [[25, "services.shop"]],
  ),
  broken(
    "certificate-covers",
    "another name",
    LARGE,
    [IN_ZONE, certificateOf("www.example.com")],
    [
      [23, "listeners.https.certificate_names"],
      [23, "listeners.https.certificate_names"],
    ],
  ),
  broken(
    "certificate-covers",
    "a label too many for *.",
    LARGE,
    [IN_ZONE, certificateOf("'*.example.com'"), shopHosts("www.shop.example.com")],
    [[23, "listeners.https.certificate_names"]],
  ),
  broken(
    "certificate-covers",
    "a host that somebody else makes resolve",
    LARGE,
    [certificateOf("example.com")],
    [
      [22, "listeners.https.certificate_names"],
      [22, "listeners.https.certificate_names"],
    ],
  ),
];

export const HOLDING_DNS_RULES: readonly HoldingCase[] = [
  holds("dns-zone-of-aws", "a domain that only ends like it", SMALL, dns("zone: myamazonaws.com")),
  holds("dns-zone-of-aws", "an inner domain", SMALL, dns("zone: example.internal")),
  holds(
    "dns-zone-of-aws",
    "a zone that is there, and hides what it hides",
    SMALL,
    dns("zone_id: Z0123456789, zone: amazonaws.com"),
  ),
  holds("dns-zone-known", "an id alone, and no hosts", SMALL, dns("zone_id: Z0123456789")),
  holds("dns-zone-known", "both, and hosts", LARGE, dns("zone_id: Z0123456789, zone: example.com")),
  holds("dns-names", "a label of 63, in capitals", LARGE, IN_ZONE, shopHosts(`${label(63).toUpperCase()}.Example.com`)),
  holds("dns-names", "the zone's own name", LARGE, IN_ZONE, shopHosts("example.com")),
  holds("dns-names", "253 characters", SMALL, zoneFor(253)),
  holds("dns-name-matched", "a pattern that takes the name", LARGE, IN_ZONE, shopHosts("'sho?.*'")),
  holds("dns-name-matched", "any host", LARGE, IN_ZONE, without),
  holds("dns-name-of-one-service", "one name of two services, by path", LARGE, IN_ZONE),
  holds("dns-name-of-one-service", "the narrow one first", LARGE, IN_ZONE, shopHosts("'*.example.com'"), [
    "hosts: [shop.example.com], paths: [/api/*]",
    "hosts: [api.example.com]",
  ]),
  holds("certificate-covers", "one label for *., in capitals", LARGE, IN_ZONE, certificateOf("'*.Example.com'")),
  holds("certificate-covers", "a zone of an unknown name", SMALL, dns("zone_id: Z0123456789")),
];
