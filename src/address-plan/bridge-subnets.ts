import { hasAlb } from "../config/bridge-facts";
import { type BridgeConfig } from "../config/schema";
import { applianceZones } from "./appliance/appliance-plan";
import { carve, type CarvedZone, carveAppliance } from "./carve";
import { gatewaySubnets, given, type PlannedSubnet } from "./planned-subnet";

/** The subnets of a bridge in the client VPC, by use. */
export interface BridgeSubnets {
  readonly alb: readonly PlannedSubnet[];
  readonly nat: readonly PlannedSubnet[];
  readonly attachment: readonly PlannedSubnet[];
  readonly inner: readonly PlannedSubnet[];
  readonly outer: readonly PlannedSubnet[];
}

type CarvedUse = Exclude<keyof CarvedZone, "zone">;

function carvedSubnets(role: CarvedUse, zones: readonly CarvedZone[]): PlannedSubnet[] {
  return zones.flatMap((one): PlannedSubnet[] => {
    const cidr = one[role];
    if (!cidr) return [];
    return [
      {
        name: `${role}-${one.zone}`,
        role,
        cidr,
        zone: one.zone,
        path: ["bridge", "cidr"],
        carved: true,
        clients: false,
      },
    ];
  });
}

/** The subnets that the bridge's range is cut into, or that the file gives: what an ALB needs, and what an appliance does. */
export function bridgeSubnets(config: BridgeConfig): BridgeSubnets {
  const { bridge, appliance } = config;
  const withAlb = hasAlb(config);
  const existing = bridge.nat_gateways && gatewaySubnets(["bridge", "nat_gateways"], bridge.nat_gateways);
  const fromFile = (role: CarvedUse, isThere: boolean) =>
    isThere ? given(role, ["bridge", `${role}_subnets`], bridge[`${role}_subnets`]) : [];
  if (!bridge.zones) {
    return {
      alb: fromFile("alb", withAlb),
      nat: withAlb ? (existing ?? fromFile("nat", true)) : [],
      attachment: fromFile("attachment", true),
      inner: fromFile("inner", appliance !== undefined),
      outer: fromFile("outer", appliance !== undefined),
    };
  }
  const zones = withAlb ? carve(bridge.cidr, bridge.zones) : carveAppliance(bridge.cidr, bridge.zones);
  const ofAppliance = zones.filter(({ zone }) => applianceZones(config).includes(zone));
  return {
    alb: withAlb ? carvedSubnets("alb", zones) : [],
    nat: withAlb ? (existing ?? carvedSubnets("nat", zones)) : [],
    attachment: carvedSubnets("attachment", zones),
    inner: carvedSubnets("inner", ofAppliance),
    outer: carvedSubnets("outer", ofAppliance),
  };
}
