import { type BrokenCase, type HoldingCase } from "../rule-case";
import { BROKEN_HUB_QUOTAS, HOLDING_HUB_QUOTAS } from "./hub-quota-cases";

export const HUB_BROKEN: readonly BrokenCase[] = [...BROKEN_HUB_QUOTAS];
export const HUB_HOLDING: readonly HoldingCase[] = [...HOLDING_HUB_QUOTAS];
