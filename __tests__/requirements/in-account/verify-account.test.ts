import { verify } from "../../../src/questions/promises";
import { networkIn } from "../../../src/requirements/judged-network";
import { readState, ResourceGraph } from "../../../src/terraform";
import { loadPlan } from "../../../src/address-plan/load-plans";
import { stateAfter } from "../../support/proof";
import { describeWithTerraform, planForReal } from "../../support/terraform";

describeWithTerraform()("x", () => {
test.each(["article","hub","production","whole-vpc"])("%s", (name) => {
  const loaded = loadPlan(`bridges/${name}.yaml`);
  if (!("plan" in loaded)) throw new Error("x");
  const { json } = planForReal(loaded.plan);
  const state = readState(stateAfter(json) as never);
  const graph = new ResourceGraph("account", state.resources.map((r) => ({ ...r, address: `${r.mode === "data" ? "data." : ""}${r.type}.${String(r.values.id).replace(/[^\w-]/g, "_")}` })));
  const judged = verify(networkIn(graph, "account", loaded.plan), loaded.plan);
  console.log(name, judged.length, judged.filter((one) => !one.holds).map((one) => `${one.verdict} ${one.text}: ${one.explanations[0]?.message ?? ""} ${one.explanations[0]?.address}`).join("\n"));
});
});
