import { type InvokedAction, invokedActions, type JsonObject } from "../terraform";
import { canonical } from "./canonical";
import { type PlanSide } from "./networks";

/** An action that the apply invokes, as plain text. */
export interface ActionLine {
  readonly address: string;
  readonly type: string;
  /** Whether it can't mean anything to packets, so that the verdict passes it over. */
  readonly harmless: boolean;
  /** Terraform's word for when, e.g. `AfterUpdate`, and whose change it is; absent for one that is invoked by itself. */
  readonly event?: string;
  readonly resource?: string;
  /** Terraform's word for why a later apply invokes it. */
  readonly deferred?: string;
  /** Resources that its arguments name by id or ARN. */
  readonly touches: readonly string[];
  /** Its arguments as JSON, without what is sensitive. */
  readonly config: string;
}

function lineOf({ address, type, isHarmless, trigger, deferred, touches, config }: InvokedAction): ActionLine {
  return {
    address,
    type,
    harmless: isHarmless,
    ...(trigger && { event: trigger.event, resource: trigger.resource }),
    ...(deferred !== undefined && { deferred }),
    touches,
    config: canonical(config),
  };
}

/** Every action that the plan invokes, in its order. */
export function actionLines(plan: JsonObject, { graph }: PlanSide): ActionLine[] {
  return invokedActions(plan, graph.resources).map(lineOf);
}
