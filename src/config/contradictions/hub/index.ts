import { encryptionChecks } from "../encryption-checks";
import { endsExist } from "../expect-checks";
import { HUB_ACCOUNT_CHECKS } from "./hub-account-checks";
import { type HubCheck } from "./hub-check";
import { HUB_LIST_CHECKS } from "./hub-list-checks";
import { HUB_SERVICE_CHECKS } from "./hub-service-checks";
import { HUB_SIDE_CHECKS } from "./hub-side-checks";
import { HUB_ZONE_CHECKS } from "./hub-zone-checks";

/** Checks between keys of a hub's file. What follows from the addresses of the whole plan, its rules tell. */
export const HUB_CHECKS: readonly HubCheck[] = [
  ...HUB_SIDE_CHECKS,
  ...HUB_ZONE_CHECKS,
  ...HUB_SERVICE_CHECKS,
  ...HUB_ACCOUNT_CHECKS,
  ...HUB_LIST_CHECKS,
  encryptionChecks,
  endsExist,
];
