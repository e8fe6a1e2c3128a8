import { parse } from "yaml";
import { loadPlan } from "../../src/address-plan/load-plans";
import { type Fault, formatFault } from "../../src/config/fault";
import { foreignLetter } from "../../src/config/look-alikes";
import { synthesize } from "../../src/stacks/synthesize";
import { inFolder } from "../support/bridges";
import { writeBridge } from "../support/write-bridge";
import { LOOK_ALIKES } from "../cli/bad-input/name-files";
import { faultsOfFile } from "../support/bad-file";
import { patch, SMALL } from "./bridge-texts";

/** A bridge's faults; of one that has none, it is synthesized too. */
function faultsOf(text: string): readonly Fault[] {
  return inFolder((folder) => {
    const loaded = loadPlan(writeBridge(folder, "x", text));
    if ("faults" in loaded) return loaded.faults;
    synthesize([loaded.plan], folder);
    return [];
  });
}

describe("names that every object has", () => {
  test.each(["toString", "__proto__", "hasOwnProperty", "valueOf", "__defineGetter__"])(
    "%s is no service, and told in words",
    (name) => {
      const rules = faultsOf(patch(SMALL, ["  shop:", `  ${name}:`])).map(({ rule }) => rule);
      expect(rules).toEqual([name === "__proto__" ? "yaml-key" : "name"]);
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
    expect(faults.map(({ rule, path }) => [rule, path])).toEqual([["unknown-key", ["services", "shop", name]]]);
  });
});

describe("letters that only look like ASCII's are named by their code points", () => {
  test.each(LOOK_ALIKES.map((one) => [one.id, one] as const))("%s", (_, one) => {
    expect(faultsOfFile(one).filter(({ message }) => message.includes(one.letter))).toHaveLength(1);
  });

  test("of ASCII nothing is said", () => {
    expect(foreignLetter("a-Z 0~")).toBe("");
    expect(parse("a: ~")).toEqual({ a: null });
  });
});
