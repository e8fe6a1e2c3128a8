import { type Reasoned } from "../../support/reasoned";
import { DUAL_STACK } from "./dual-stack";
import { ENDPOINT_SERVICES } from "./endpoint-services";
import { JOINED_VPCS } from "./joined-vpcs";
import { PRIVATE_LINKS } from "./links";
import { ON_PREMISES } from "./on-premises";
import { OPEN_OVER_IPV6 } from "./open-over-ipv6";
import { IN_SUBNETS } from "./services";
import { WAYS_IN } from "./ways-in";

/** Networks whose verdicts were reasoned before the judge was asked. */
export const REASONED: readonly Reasoned[] = [
  ...DUAL_STACK,
  ...JOINED_VPCS,
  ...OPEN_OVER_IPV6,
  ...ON_PREMISES,
  ...WAYS_IN,
  ...IN_SUBNETS,
  ...PRIVATE_LINKS,
  ...ENDPOINT_SERVICES,
];
