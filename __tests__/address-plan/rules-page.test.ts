import { ACROSS_RULES } from "../../src/address-plan/across";
import { HUB_RULES } from "../../src/address-plan/hub/hub-rules";
import { RULES } from "../../src/address-plan/rules";
import { pageAt, tableRows } from "../docs/page-files";

test("docs/rules.md lists every rule with what is so and its source, in the order they are told", () => {
  const known = new Set(RULES.map(({ name }) => name));
  const ofHubs = HUB_RULES.filter(({ name }) => !known.has(name));
  const told = [...RULES, ...ofHubs, ...ACROSS_RULES].map(({ name, fact, source, ...more }) => {
    const warns = "warns" in more && more.warns === true;
    return [`\`${name}\``, warns ? `${fact} (warns only)` : fact, source];
  });
  const plain = (cell: string): string => cell.replace(/[[\]\\]/g, "");
  const listed = tableRows(pageAt("docs/rules.md")).map((cells) => cells.map(plain));
  expect(listed).toEqual(told.map((cells) => cells.map(plain)));
});
