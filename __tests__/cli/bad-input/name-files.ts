import { type Edit, LARGE, patch, SMALL } from "../../config/bridge-texts";
import { type Bad, bad, type BadFile } from "../../support/bad-file";

/** A letter that only looks like one of ASCII's, and its code point, by which it is to be named. */
export interface LookAlike extends BadFile {
  readonly letter: string;
}

function alike(what: string, letter: string, edit: Edit, ...found: readonly Bad[]): LookAlike {
  return { id: `a letter that is not ASCII's: ${what}`, letter, text: patch(SMALL, edit), found };
}

export const LOOK_ALIKES: readonly LookAlike[] = [
  alike("in a region", "U+0430 (а)", ["us-east-1", "us-eаst-1"], [1, "region", "region"]),
  alike(
    "in a zone",
    "U+0430 (а)",
    ["10.0.3.0/24, zone: b", "10.0.3.0/24, zone: а"],
    [17, "bridge.alb_subnets.alb-2.zone", "zone"],
  ),
  alike("in a key", "U+043E (о)", ["region:", "regiоn:"], [1, "region", "required"], [1, '["regiоn"]', "unknown-key"]),
  alike("in a name", "U+043E (о)", ["  shop:", "  shоp:"], [21, 'services["shоp"]', "name"]),
  alike("in a choice", "U+0435 (е)", ["{ port: 80 }", "{ action: rеdirect }"], [19, "listeners.http.action", "choice"]),
  alike("a full-width digit", "U+FF16", ["cidr: 10.0.0.0/16", "cidr: 10.0.0.0/1６"], [12, "bridge.cidr", "cidr"]),
  alike("a space without width", "U+200B", ["  shop:", "  sh\u200Bop:"], [21, 'services["sh\u200Bop"]', "name"]),
  {
    id: "a letter that is not ASCII's: in the file's name",
    letter: "U+043E (о)",
    file: "оrders.yaml",
    text: SMALL,
    found: [[1, "", "bridge-name"]],
  },
];

/** Names that no part of a bridge can have. */
export const NAME_FILES: readonly BadFile[] = [
  bad("a service called constructor", SMALL, [["  shop:", "  constructor:"]], [[21, "services.constructor", "name"]]),
  bad(
    "a client subnet called constructor",
    SMALL,
    [["    clients:", "    constructor:"]],
    [[6, "client.subnets.constructor", "name"]],
  ),
  bad(
    "a web subnet called constructor",
    SMALL,
    [["    servers:", "    constructor:"]],
    [[10, "web.subnets.constructor", "name"]],
  ),
  bad(
    "a NAT subnet called constructor",
    SMALL,
    [["    nat:", "    constructor:"]],
    [[14, "bridge.nat_subnets.constructor", "name"]],
  ),
  bad(
    "an ALB subnet called constructor",
    SMALL,
    [["    alb-1:", "    constructor:"]],
    [[16, "bridge.alb_subnets.constructor", "name"]],
  ),
  {
    id: "a bridge called constructor",
    file: "constructor.yaml",
    text: SMALL,
    found: [[1, "", "bridge-name"]],
  },
  bad(
    "a subnet called constructor that is none, though every object has it",
    SMALL,
    [["bridge:", "  attachment_subnets: [constructor]\nbridge:"]],
    [
      [11, "web.attachment_subnets[0]", "subnet-name"],
      [23, "services.shop.targets[0]", "web-attachment-zones"],
    ],
  ),
  bad(
    "a service with a capital",
    SMALL,
    [["services:\n", "services:\n  Shop: { targets: [10.64.0.11] }\n"]],
    [[21, "services.Shop", "name"]],
  ),
  bad(
    "hosts that differ in case only",
    LARGE,
    [["match: { hosts: [shop.example.com] }", "match: { hosts: [shop.example.com, Shop.example.com] }"]],
    [[25, "services.shop.match.hosts[1]", "distinct-entries"]],
  ),
  ...LOOK_ALIKES,
];
