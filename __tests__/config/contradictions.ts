import { APPLIANCE_CONTRADICTIONS } from "./appliance-contradictions";
import { type ContradictionCase } from "./contradiction-case";
import { ENCRYPTION_CONTRADICTIONS } from "./encryption-contradictions";
import { EXPECT_CONTRADICTIONS } from "./expect-contradictions";
import { HUB_CONTRADICTIONS } from "./hub-contradictions";
import { NETWORK_CONTRADICTIONS } from "./network-contradictions";
import { SERVICE_CONTRADICTIONS } from "./service-contradictions";

/** Every text that contradicts itself, and every one that just does not. */
export const CONTRADICTIONS: readonly ContradictionCase[] = [
  ...NETWORK_CONTRADICTIONS,
  ...SERVICE_CONTRADICTIONS,
  ...APPLIANCE_CONTRADICTIONS,
  ...ENCRYPTION_CONTRADICTIONS,
  ...EXPECT_CONTRADICTIONS,
  ...HUB_CONTRADICTIONS,
];
