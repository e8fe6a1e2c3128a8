import { type BrokenCase, type HoldingCase } from "../rule-case";
import { BROKEN_HUB_DNS, HOLDING_HUB_DNS } from "./hub-dns-cases";
import { BROKEN_HUB_ENCRYPTION, HOLDING_HUB_ENCRYPTION } from "./hub-encryption-cases";
import { BROKEN_HUB_QUOTAS, HOLDING_HUB_QUOTAS } from "./hub-quota-cases";
import { BROKEN_HUB_RANGES, HOLDING_HUB_RANGES } from "./hub-range-cases";
import { BROKEN_HUB_SERVICES, HOLDING_HUB_SERVICES } from "./hub-service-cases";
import { BROKEN_HUB_SIDES, HOLDING_HUB_SIDES } from "./hub-side-cases";

/** Every hub that breaks a rule, and every one on a rule's edge. */
export const HUB_BROKEN: readonly BrokenCase[] = [
  ...BROKEN_HUB_RANGES,
  ...BROKEN_HUB_SIDES,
  ...BROKEN_HUB_SERVICES,
  ...BROKEN_HUB_ENCRYPTION,
  ...BROKEN_HUB_DNS,
  ...BROKEN_HUB_QUOTAS,
];
export const HUB_HOLDING: readonly HoldingCase[] = [
  ...HOLDING_HUB_RANGES,
  ...HOLDING_HUB_SIDES,
  ...HOLDING_HUB_SERVICES,
  ...HOLDING_HUB_ENCRYPTION,
  ...HOLDING_HUB_DNS,
  ...HOLDING_HUB_QUOTAS,
];
