import type { AddressPlan } from "../../src/address-plan/plan";
import { verify } from "../../src/questions/promises";
import { networkIn } from "../../src/requirements/judged-network";
import { graphOf, type JsonObject } from "../../src/terraform";
import { type Changes, changedText, planOfText } from "./bridges";
import { synthJson } from "./synthesized";

/** A stack's JSON, to be changed. */
export type Stack = Record<string, Record<string, Record<string, Record<string, unknown>>>>;

/** The plan of bridges/appliance.yaml with some keys changed. */
export function appliancePlan(changes: Changes = {}): AddressPlan {
  const plan = planOfText("appliance", changedText("appliance", changes));
  if (plan.place !== "client") throw new Error("the appliance's bridge is a hub");
  return plan;
}

/** The stack of a plan, to be changed. */
export function stackJson(plan: AddressPlan): Stack {
  return structuredClone(synthJson(plan)) as unknown as Stack;
}

/** What does not hold of a stack, each with what is said of it first. */
export function brokenIn(plan: AddressPlan, stack: Stack): string[] {
  const network = networkIn(graphOf(stack as unknown as JsonObject, plan.name, "synth"), plan.name, plan);
  return verify(network, plan)
    .filter(({ holds }) => !holds)
    .map(
      ({ verdict, text, explanations: [first] }) =>
        `${verdict} ${text}: ${first?.address ?? ""}: ${first?.message ?? ""}`,
    );
}

const INSTANCE = "aws_instance";

/** The boot scripts of a stack's appliances, by the name of their instance. */
export function scriptsOf(stack: Stack): Record<string, string> {
  const instances = Object.entries(stack["resource"]?.[INSTANCE] ?? {});
  return Object.fromEntries(
    instances.flatMap(([name, { user_data_base64: data }]) =>
      typeof data === "string" ? [[name, Buffer.from(data, "base64").toString()]] : [],
    ),
  );
}

/** Puts another boot script into an instance. */
export function putScript(stack: Stack, name: string, script: string): void {
  const instance = stack["resource"]?.[INSTANCE]?.[name];
  if (!instance) throw new Error(`no instance ${name}`);
  instance["user_data_base64"] = Buffer.from(script).toString("base64");
}
