import { parse } from "yaml";
import { loadPlan } from "../../src/address-plan/load-plans";
import { formatFault } from "../../src/config/fault";
import { foreignLetter } from "../../src/config/look-alikes";
import { synthesize } from "../../src/stacks/synthesize";
import { inFolder } from "../support/bridges";
import { writeBridge } from "../support/write-bridge";
import { LARGE, patch, SMALL } from "./bridge-texts";

/** A bridge's faults; of one that has none, it is synthesized too. */
function faultsOf(text: string, name = "x"): string[] {
  return inFolder((folder) => {
    const loaded = loadPlan(writeBridge(folder, name, text));
    if ("faults" in loaded) return loaded.faults.map((fault) => formatFault({ ...fault, file: "x.yaml" }));
    synthesize([loaded.plan], folder);
    return [];
  });
}

const KEPT = "is a key that is a word that JavaScript, and so CDKTF, keeps for itself; give it another name [name]";

describe("names that every object has", () => {
  test.each([
    ["a service", "services.constructor", patch(SMALL, ["  shop:", "  constructor:"])],
    ["a client subnet", "client.subnets.constructor", patch(SMALL, ["    clients:", "    constructor:"])],
    ["a web subnet", "web.subnets.constructor", patch(SMALL, ["    servers:", "    constructor:"])],
    ["a NAT subnet", "bridge.nat_subnets.constructor", patch(SMALL, ["    nat:", "    constructor:"])],
    ["an ALB subnet", "bridge.alb_subnets.constructor", patch(SMALL, ["    alb-1:", "    constructor:"])],
  ])("%s is told where it stands", (_, key, text) => {
    expect(faultsOf(text)).toEqual([
      expect.stringMatching(new RegExp(`: ${key.replace(/\./g, "\\.")}: ${KEPT.replace(/[[\]]/g, "\\$&")}$`)),
    ]);
  });

  test("a bridge", () => {
    expect(faultsOf(SMALL, "constructor")).toEqual([
      'x.yaml:1:1: the file name "constructor" is a word that JavaScript, and so CDKTF, keeps for itself; rename the file: its name is the stack\'s [bridge-name]',
    ]);
  });

  test.each(["toString", "__proto__", "hasOwnProperty", "valueOf", "__defineGetter__"])(
    "%s is no service, and told in words",
    (name) => {
      const faults = faultsOf(patch(SMALL, ["  shop:", `  ${name}:`]));
      expect(faults).toEqual([expect.stringMatching(/^x\.yaml:\d+:\d+: .*\[(name|yaml-key)\]$/)]);
    },
  );

  test.each(["constructor", "toString", "hasOwnProperty", "valueOf", "prototype", "__defineGetter__", "then"])(
    "%s is a tag like any other, and arrives",
    (name) => {
      inFolder((folder) => {
        const loaded = loadPlan(
          writeBridge(folder, "x", patch(SMALL, ["client:\n", `tags: { ${name}: y }\nclient:\n`])),
        );
        if ("faults" in loaded) throw new Error(loaded.faults.map(formatFault).join("\n"));
        expect(Object.entries(loaded.plan.config.tags)).toEqual([[name, "y"]]);
      });
    },
  );

  test.each(["constructor", "toString", "valueOf"])("%s is an unknown key like any other", (name) => {
    const faults = faultsOf(patch(SMALL, ["    port: 80", `    ${name}: { a: 1 }`]));
    expect(faults).toEqual([expect.stringContaining(`services.shop.${name}: is no key of a bridge file here`)]);
  });

  test("a subnet's name that stands for none is looked up among the names, not among what objects have", () => {
    const faults = faultsOf(patch(SMALL, ["bridge:", "  attachment_subnets: [constructor]\nbridge:"]));
    expect(faults).toEqual(
      expect.arrayContaining([expect.stringContaining('"constructor" is no web subnet; write one of servers')]),
    );
  });
});

describe("letters that only look like ASCII's are named by their code points", () => {
  test.each([
    ["a region", patch(SMALL, ["us-east-1", "us-eаst-1"]), "U+0430 (а)"],
    ["a zone", patch(SMALL, ["10.0.3.0/24, zone: b", "10.0.3.0/24, zone: а"]), "U+0430 (а)"],
    ["a key", patch(SMALL, ["region:", "regiоn:"]), "U+043E (о)"],
    ["a name", patch(SMALL, ["  shop:", "  shоp:"]), "U+043E (о)"],
    ["a choice", patch(LARGE, ["action: redirect", "action: rеdirect"]), "U+0435 (е)"],
    ["a range with a full-width digit", patch(SMALL, ["cidr: 10.0.0.0/16", "cidr: 10.0.0.0/1６"]), "U+FF16"],
    ["a name with a space that has no width", patch(SMALL, ["  shop:", "  sh\u200Bop:"]), "U+200B"],
  ])("%s", (_, text, code) => {
    expect(faultsOf(text)).toEqual(
      expect.arrayContaining([expect.stringContaining(`; it holds ${code}, which is not ASCII`)]),
    );
  });

  test("the bridge's own name", () => {
    expect(faultsOf(SMALL, "оrders")).toEqual([expect.stringContaining("; it holds U+043E (о), which is not ASCII")]);
  });

  test("of ASCII nothing is said", () => {
    expect(foreignLetter("a-Z 0~")).toBe("");
    expect(parse("a: ~")).toEqual({ a: null });
  });
});

test("names that differ in case only are no two services: a capital is no name", () => {
  expect(faultsOf(patch(SMALL, ["services:\n", "services:\n  Shop: { targets: [10.64.0.11] }\n"]))).toEqual([
    expect.stringContaining("services.Shop: is a key that must be lower-case letters"),
  ]);
});

test("hosts that differ in case only are one host", () => {
  expect(
    faultsOf(
      patch(LARGE, ["match: { hosts: [shop.example.com] }", "match: { hosts: [shop.example.com, Shop.example.com] }"]),
    ),
  ).toEqual([expect.stringContaining("is listed twice")]);
});
