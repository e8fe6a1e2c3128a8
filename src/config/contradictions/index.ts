import { type Finding } from "../fault";
import { type FileConfig, isHub } from "../file-config";
import { type Check } from "./finding";
import { APPLIANCE_CHECKS } from "./appliance-checks";
import { distinctEntries } from "./distinct-entries";
import { encryptionChecks } from "./encryption-checks";
import { endsExist } from "./expect-checks";
import { HUB_CHECKS } from "./hub";
import { NETWORK_CHECKS } from "./network-checks";
import { OPTION_CHECKS } from "./option-checks";
import { SERVICE_CHECKS } from "./service-checks";

/** Checks between keys. What follows from the addresses of the whole plan, its rules tell. */
const CHECKS: readonly Check[] = [
  ...NETWORK_CHECKS,
  ...SERVICE_CHECKS,
  ...OPTION_CHECKS,
  ...APPLIANCE_CHECKS,
  distinctEntries,
  encryptionChecks,
  endsExist,
];

/** Every contradiction in the file, in the order of the checks. */
export function findContradictions(config: FileConfig): Finding[] {
  return isHub(config) ? HUB_CHECKS.flatMap((check) => check(config)) : CHECKS.flatMap((check) => check(config));
}
