import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BridgePlan } from "../../src/address-plan/bridge-plan";
import { networkOf } from "../../src/project/network-of";
import { verify } from "../../src/questions/promises";
import { type JsonObject, type TerraformKind } from "../../src/terraform";
import { EQUIVALENT } from "../reachability/equivalents";
import { inFolder } from "./bridges";
import { emulatedState } from "./emulated-state";
import type { PlanJson } from "./terraform";

interface StateJson {
  readonly values: { readonly root_module: { readonly resources: readonly { readonly address: string }[] } };
}

/** The statements of a bridge that do not hold on a plan or a state, in words. */
export function failing(plan: BridgePlan, content: unknown, kind: TerraformKind): string[] {
  return inFolder((folder) => {
    const file = join(folder, `${kind}.json`);
    writeFileSync(file, JSON.stringify(content));
    return verify(networkOf(file, file, kind, plan), plan)
      .filter((one) => !one.holds)
      .map((one) => `${one.verdict} ${one.text}: ${one.explanations[0]?.message ?? ""}`);
  });
}

/** The state that an apply of the plan would leave. */
export function stateAfter(json: PlanJson): StateJson {
  return emulatedState(json as unknown as JsonObject) as unknown as StateJson;
}

/** What rules and hosts of a state name by its id: it is there in AWS as long as they are, and they say all of it. */
const NAMED_BY_OTHERS = new Set([
  "aws_security_group.demo-client",
  "aws_security_group.appliance_inner",
  "aws_security_group.appliance_outer",
]);

/** What no statement asks for: names of hosts, and ways into the demo client, which listens on nothing. */
const ASKED_BY_NOBODY = /^aws_route53_(zone|record)\.|_ingress_rule\.appliance-groups_demo-client-from-web-/;

/** Resources that traffic depends on, and that the proof would not miss if they were gone from the state. */
export function unnoticed(plan: BridgePlan, state: StateJson): string[] {
  const { resources } = state.values.root_module;
  return resources
    .filter((gone) => !NAMED_BY_OTHERS.has(gone.address) && !ASKED_BY_NOBODY.test(gone.address))
    .filter((gone) => !EQUIVALENT.some(({ mutants }) => mutants.test(`${gone.address}: deleted`)))
    .filter((gone) => {
      const rest = resources.filter((one) => one !== gone);
      return (
        failing(plan, { ...state, values: { ...state.values, root_module: { resources: rest } } }, "state").length === 0
      );
    })
    .map((one) => one.address);
}
