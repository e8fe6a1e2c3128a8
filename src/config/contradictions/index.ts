import { type Finding } from "../fault";
import { type BridgeConfig } from "../schema";
import { type Check } from "./finding";
import { distinctEntries } from "./distinct-entries";
import { EXPECT_CHECKS } from "./expect-checks";
import { NETWORK_CHECKS } from "./network-checks";
import { OPTION_CHECKS } from "./option-checks";
import { SERVICE_CHECKS } from "./service-checks";

/** Checks between keys. What follows from the addresses of the whole plan, its rules tell. */
const CHECKS: readonly Check[] = [
  ...NETWORK_CHECKS,
  ...SERVICE_CHECKS,
  ...OPTION_CHECKS,
  distinctEntries,
  ...EXPECT_CHECKS,
];

/** Every contradiction in the file, in the order of the checks. */
export function findContradictions(config: BridgeConfig): Finding[] {
  return CHECKS.flatMap((check) => check(config));
}
