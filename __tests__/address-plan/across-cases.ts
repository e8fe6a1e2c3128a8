import { type AcrossCase } from "./across-case";
import { ATTACHMENT_CASES } from "./across-attachment-cases";
import { HUB_CASES } from "./hub/hub-across-cases";
import { NETWORK_CASES } from "./across-network-cases";
import { OTHER_CASES } from "./across-other-cases";
import { STATE_CASES } from "./across-state-cases";

/** Every case of the rules between files. */
export const ACROSS_CASES: readonly AcrossCase[] = [
  ...STATE_CASES,
  ...NETWORK_CASES,
  ...ATTACHMENT_CASES,
  ...OTHER_CASES,
  ...HUB_CASES,
];
