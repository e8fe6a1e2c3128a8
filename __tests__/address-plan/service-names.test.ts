import { findBreaks } from "../../src/address-plan/rules";
import { zonesOf } from "../../src/address-plan/service-names";
import { applyPatch } from "../../src/config/patch";
import { bridgeSchema } from "../../src/config/schema";
import { planAddresses } from "../../src/address-plan/plan";
import { SourceFile } from "../../src/config/source-file";
import { LARGE, patch, SMALL } from "../config/bridge-texts";
import { planOf } from "./rule-case";

const withDns = (text: string, dns: string) => patch(text, ["listeners:", `dns: { ${dns} }\nlisteners:`]);
const recordsOf = (text: string) =>
  zonesOf(planOf(text)).map(({ records }) => records.map(({ name, label, services }) => [name, label, ...services]));

test("without dns there is no name", () => expect(zonesOf(planOf(SMALL))).toEqual([]));

test("a service without hosts has its own name in the zone", () => {
  expect(recordsOf(withDns(SMALL, "zone: example.internal"))).toEqual([[["shop.example.internal", "shop", "shop"]]]);
});

test("a service with hosts in the zone has these, and services of one host share its record", () => {
  const text = patch(withDns(LARGE, "zone: example.com"), [
    "{ hosts: [shop.example.com] }",
    "{ hosts: [Shop.Example.com, '*.example.com', www.shop.example.com, example.com, shop.example.org] }",
  ]);
  expect(recordsOf(text)).toEqual([
    [
      ["shop.example.com", "shop", "shop", "api"],
      ["www.shop.example.com", "www.shop", "shop"],
      ["example.com", "", "shop"],
    ],
  ]);
});

test("in a zone whose name isn't known, Terraform completes the name", () => {
  const [zone] = zonesOf(planOf(withDns(SMALL, "zone_id: Z0123456789")));
  expect(zone).toMatchObject({ client: undefined, name: undefined, existingId: "Z0123456789" });
  expect(zone?.records).toMatchObject([{ name: "shop", label: "shop" }]);
});

test("what is told of hosts outside of the zone, followed to the letter, mends it", () => {
  const text = withDns(LARGE, "zone: example.internal");
  const faults = findBreaks(planOf(text));
  expect(faults.map(({ rule }) => rule)).toEqual(["dns-name-matched", "dns-name-matched"]);
  const content = new SourceFile("test.yaml", text).toJS();
  if ("fault" in content) throw new Error("the text is none");
  const mended = faults.reduce<unknown>((file, { mend }) => applyPatch(file, mend?.patch ?? {}), content.value);
  expect(findBreaks(planAddresses({ name: "test", config: bridgeSchema.parse(mended) }))).toEqual([]);
});
