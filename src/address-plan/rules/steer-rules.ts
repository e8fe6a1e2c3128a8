import { cidrEquals, cidrOverlaps, containsAddress, containsCidr, formatCidr } from "../../ipv4";
import { isExisting } from "../../config/bridge-facts";
import { HUB_OR_OTHER_WAYS } from "../../config/other-ways";
import { type AddressPlan, clientVpcSubnets, subnetEqualTo } from "../plan";
import { type Steer } from "../planned-subnet";
import { solveSteering, type SolvedSteering, steeringMend } from "../solve-steering";
import { type Break, type Rule } from "./rule";

/** Why AWS would refuse to steer this destination, or why packets would not follow; undefined when neither is so. */
function steerFault(plan: AddressPlan, { destination, path }: Steer): string | undefined {
  if (plan.clientCidrs.some((range) => cidrEquals(range, destination))) {
    return "is a whole range of the client VPC: its route would have to replace the local route, which Terraform can't do in the apply that creates the table";
  }
  const wider = plan.clientCidrs.find((range) => containsCidr(destination, range));
  if (wider) return `is wider than the client VPC's ${formatCidr(wider)}, whose local route would win`;
  if (cidrOverlaps(plan.bridgeCidr, destination)) {
    // A web subnet in there is told by bridge-overlaps-web.
    if (path[0] === "web") return undefined;
    return `overlaps bridge.cidr ${formatCidr(plan.bridgeCidr)}, whose addresses are none of the web side's`;
  }
  if (!plan.clientCidrs.some((range) => containsCidr(range, destination)) || subnetEqualTo(plan, destination))
    return undefined;
  const touched = clientVpcSubnets(plan).filter((subnet) => cidrOverlaps(subnet.cidr, destination));
  if (touched.length > 0) {
    const names = touched.map((subnet) => `${subnet.name} ${formatCidr(subnet.cidr)}`).join(", ");
    return `overlaps the client subnet ${names} without being equal to it`;
  }
  // Nothing to compare with; that the client VPC has no subnets is a fault of its own.
  if (plan.clientSubnets.length === 0) return undefined;
  return "lies in the client VPC but equals no subnet of it, so no route to it is legal";
}

/** What to do, and whether a hub is a way out where nothing in the client VPC is. */
type Step = Pick<Break, "fix" | "inHub">;

/** What a target needs that is not steered, or not legally; `isHere` tells the targets that are asked for. */
function nextStep(plan: AddressPlan, steering: SolvedSteering, isHere: (address: number) => boolean): Step {
  const { lost, resized, shadows, steers } = steering;
  const gone = lost.find(({ target }) => isHere(target.address));
  if (gone) {
    const { name, cidr } = gone.subnet;
    return {
      fix: `no route that AWS allows tells it from ${name} ${formatCidr(cidr)}, which is a whole range of the VPC, so no bridge in the client VPC can be built: reach it by ${HUB_OR_OTHER_WAYS}`,
      inHub: true,
    };
  }
  const isInWeb = (address: number) => plan.webSubnets.some(({ cidr }) => containsAddress(cidr, address));
  // A target outside of the web side is told by target-in-web.
  const here = plan.targets.filter(({ address }) => isHere(address) && isInWeb(address));
  const holds = ({ cidr }: SolvedSteering["shadows"][number]) =>
    here.some(({ address }) => containsAddress(cidr, address));
  const cut = resized.map(({ subnet, cidr }) => `client.subnets.${subnet.name}.cidr: ${formatCidr(cidr)}`);
  const empty = shadows.filter(holds).map(({ cidr }) => formatCidr(cidr));
  const isReached = here.every(({ address }) => steers.some((steer) => containsAddress(steer, address)));
  if (!isReached) {
    const fix = `the client VPC has no room for a subnet that makes a route legal: reach it by ${HUB_OR_OTHER_WAYS}`;
    return { fix, inHub: true };
  }
  const list = `write bridge.steer: [${steers.map(formatCidr).join(", ")}]`;
  if (cut.length > 0) {
    const fix = `write ${cut.join(", ")} and ${list.slice("write ".length)}; if that subnet must stay as large as the VPC, only ${HUB_OR_OTHER_WAYS} reach the service`;
    return { fix };
  }
  if (empty.length === 0) return { fix: list };
  const shadow = `an empty subnet ${empty.join(", ")} under bridge.shadow_subnets, which makes a route to it legal`;
  if (!isExisting(plan.config.client)) return { fix: `add ${shadow}` };
  const held = here.length > 1 ? "the targets" : "the target";
  const missing = `is a subnet that holds ${held} missing under client.subnets? Then add it there, with id and route_table`;
  return { fix: `${missing}; if the client VPC has none, add ${shadow}` };
}

export const STEER_RULES: readonly Rule[] = [
  {
    name: "steer-legal",
    fact: "a route inside the VPC's own ranges names the whole range of one subnet and goes to a NAT gateway, a network interface or an endpoint",
    source: "VPC user guide, subnet route tables: routes that are more specific than the local route",
    check: (plan) => {
      const faults = plan.steers.flatMap((steer) => {
        const message = steerFault(plan, steer);
        return message === undefined ? [] : [{ steer, message }];
      });
      if (faults.length === 0) return [];
      const steering = solveSteering(plan);
      const mend = steeringMend(plan, steering);
      return faults.map(({ steer: { destination, path }, message }): Break => {
        const isHere = (address: number) => containsAddress(destination, address);
        const isNeeded = plan.targets.some(({ address }) => isHere(address));
        const step = isNeeded ? nextStep(plan, steering, isHere) : { fix: "leave it out: it holds no target" };
        return { path, message, ...step, ...(mend && { mend }) };
      });
    },
  },
  {
    name: "steer-covers-targets",
    fact: "a target that no steered destination holds is looked for in the client VPC, where it is not",
    source: "this network's design",
    check: (plan) => {
      const missed = plan.targets
        .filter((target) => !plan.steers.some((steer) => containsAddress(steer.destination, target.address)))
        .filter((target) => plan.webSubnets.some((subnet) => containsAddress(subnet.cidr, target.address)));
      if (missed.length === 0) return [];
      const steering = solveSteering(plan);
      const mend = steeringMend(plan, steering);
      const message = `is in none of the steered destinations ${plan.steers.map((steer) => formatCidr(steer.destination)).join(", ")}`;
      return missed.map(({ path, address }): Break => ({
        path,
        message,
        ...nextStep(plan, steering, (one) => one === address),
        ...(mend && { mend }),
      }));
    },
  },
  {
    name: "shadow-in-client",
    fact: "a shadow subnet stands for a web subnet: it has a steered destination's range, outside the bridge range",
    source: "this network's design",
    check: (plan) => {
      const steers = [...plan.steers, ...(plan.appliance?.steers ?? [])];
      const unused = plan.shadowSubnets.filter(
        (subnet) => !steers.some((steer) => cidrEquals(steer.destination, subnet.cidr)),
      );
      const mend = unused.length > 0 ? steeringMend(plan) : undefined;
      return unused.map(({ path }): Break => ({
        path,
        message: "equals no steered destination",
        fix: "leave it out, or write the range of a destination that is steered and equals no other subnet",
        ...(mend && { mend }),
      }));
    },
  },
];
