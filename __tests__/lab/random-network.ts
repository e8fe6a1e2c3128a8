import { type Dice } from "./dice";
import { Draft, type Stack } from "./draft";
import { addBalancer } from "./random-balancers";
import { addAcl } from "./random-filters";
import { addInternetGateway, addNat, addPeering, addPeerings } from "./random-gateways";
import { addEndpoints, addHub } from "./random-inspection";
import { addIpv6 } from "./random-ipv6";
import { addEndpointService } from "./random-private-links";
import { addRouter } from "./random-routers";
import { addTransit } from "./random-transit";
import { addInterfaceRoutes, addVpc } from "./random-vpcs";

/**
 * A random network of the resources that this project knows, right and wrong as it comes. Nothing that AWS refuses to
 * create. It has IPv4 alone.
 */
export function randomNetwork(dice: Dice): Stack {
  return randomDraft(dice).stack;
}

/** The same with endpoints that inspect, with a router now and then if asked for, and more often than not with IPv6. */
export function randomNetworkOfBoth(dice: Dice, hasRouters = false): Stack {
  const draft = randomDraft(dice, true);
  if (dice.chance(0.6)) addEndpointService(draft);
  if (hasRouters && dice.chance(0.4)) addRouter(draft);
  if (dice.chance(0.6)) addIpv6(draft);
  return draft.stack;
}

/** A random network of IPv4 alone. */
export function randomDraft(dice: Dice, inspects = false): Draft {
  const draft = new Draft(dice, inspects);
  const size = dice.chance(0.25) ? 3 : 2;
  for (let i = 0; i < size; i++) addVpc(draft, i);
  for (const vpc of draft.vpcs) if (inspects && dice.chance(0.3)) addEndpoints(draft, vpc);
  if (dice.chance(0.8)) (inspects && dice.chance(0.3) ? addHub : addTransit)(draft);
  if (dice.chance(0.35)) (inspects && dice.chance(0.5) ? addPeerings : addPeering)(draft);
  for (const vpc of draft.vpcs) {
    if (dice.chance(0.4)) addInternetGateway(draft, vpc);
    if (dice.chance(0.6)) addNat(draft, vpc);
    addInterfaceRoutes(draft, vpc);
    for (const subnet of vpc.subnets) if (dice.chance(0.3)) addAcl(draft, subnet);
  }
  for (const vpc of draft.vpcs) if (dice.chance(0.4)) addBalancer(draft, vpc);
  return draft;
}
