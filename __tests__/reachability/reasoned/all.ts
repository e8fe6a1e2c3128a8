import { type Reasoned } from "../../support/reasoned";
import { DUAL_STACK } from "./dual-stack";
import { JOINED_VPCS } from "./joined-vpcs";
import { OPEN_OVER_IPV6 } from "./open-over-ipv6";

/** Networks whose verdicts were reasoned before the judge was asked. */
export const REASONED: readonly Reasoned[] = [...DUAL_STACK, ...JOINED_VPCS, ...OPEN_OVER_IPV6];
