import { BALANCER_CASES } from "./balancer-cases";
import { BUCKET_CASES } from "./bucket-cases";
import { GROUP_CASES } from "./group-cases";
import { HOST_CASES } from "./host-cases";
import { NETWORK_CASES } from "./network-cases";
import { ABSENT_CASES, ACCOUNT_CASES, ALARM_CASES } from "./other-cases";
import type { ControlCase } from "./stacks";

/** Each control as it is in the base stack, and flipped by each setting that it depends on. */
export const CASES: readonly ControlCase[] = [
  ...GROUP_CASES,
  ...NETWORK_CASES,
  ...HOST_CASES,
  ...BALANCER_CASES,
  ...BUCKET_CASES,
  ...ACCOUNT_CASES,
  ...ALARM_CASES,
  ...ABSENT_CASES,
];
