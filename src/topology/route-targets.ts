import { isUnknown, type Resource, type ValueObject } from "../terraform";
import { isSet, type Linked } from "./arguments";
import { attachmentInterface } from "./attachment-interface";
import { type Gateways } from "./gateways";
import { coreNetworkReason } from "./core-networks";
import { endpointsMeant, type InspectionEndpoints } from "./inspection-endpoints";
import { type Interfaces } from "./interface-arguments";
import { natTarget } from "./lost-indexes";
import { type Nic, type RouteTarget, type Vpc } from "./model";
import { type Premises } from "./premises";
import { type Registry } from "./registry";
import { type TransitGateways } from "./transit-registry";

const TARGETS = [
  "gateway_id",
  "nat_gateway_id",
  "network_interface_id",
  "instance_id",
  "transit_gateway_id",
  "vpc_peering_connection_id",
  "vpc_endpoint_id",
  "egress_only_gateway_id",
  "carrier_gateway_id",
  "local_gateway_id",
  "core_network_arn",
] as const;

/** What routes may lead to, by Terraform address. */
export interface RouteTargets {
  readonly gateways: Gateways;
  readonly interfaces: Interfaces;
  readonly transit: TransitGateways;
  readonly inspection: InspectionEndpoints;
  readonly premises: Premises;
}

/** A route as it is written: a block of a table, or a resource of its own. */
export interface WrittenRoute {
  readonly resource: Resource;
  readonly values: ValueObject;
  readonly address: string;
  /** The VPC of its table, where that is known. */
  readonly vpc?: Vpc;
}

/** The arguments that the configuration sets; what the provider computes (a route's `instance_id`) is left out while unknown. */
export function setValues(resource: Resource): ValueObject {
  const { configured, values } = resource;
  if (!configured) return values;
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => !isUnknown(value) || configured.has(key)));
}

/** Only these targets may take traffic away from the local route (VPC user guide, more specific routes). */
export function canOverrideLocal(values: ValueObject): boolean {
  return ["network_interface_id", "instance_id", "nat_gateway_id", "vpc_endpoint_id"].some((key) => isSet(values[key]));
}

const unreadable = ({ address }: WrittenRoute, reason: string): RouteTarget => ({
  kind: "unreadable",
  note: { address, reason },
});

/** Finds what routes lead to. A state names the first interfaces of instances by ids that no other resource has. */
export class RouteTargetFinder {
  private readonly nicById = new Map<string, Nic>();

  constructor(
    private readonly registry: Registry,
    private readonly to: RouteTargets,
  ) {
    for (const resource of registry.graph.ofType(["aws_instance"])) {
      const nic = to.interfaces.instances.get(resource.address)?.nics[0];
      const id = resource.values.primary_network_interface_id;
      if (nic && typeof id === "string") this.nicById.set(id, nic);
    }
  }

  /**
   * Where a route leads. One that is managed here and leads nowhere is a blackhole, unless AWS says that it is active; a
   * lookup does not tell all of them.
   */
  targetOf(route: WrittenRoute): RouteTarget {
    const { resource, values, vpc } = route;
    const { state } = values;
    if (state === "blackhole") return { kind: "blackhole" };
    if (typeof state === "string" && state !== "" && state !== "active")
      return unreadable(route, `what its state (${state}) means is not known`);
    const key = TARGETS.find((name) => isSet(values[name]));
    if (key === undefined)
      return resource.mode === "data" || state === "active"
        ? unreadable(route, "its target is not known")
        : { kind: "blackhole" };
    const linked = this.registry.args.link(values[key] ?? null);
    const only = key === "transit_gateway_id" && vpc ? this.to.transit.only(linked, vpc) : undefined;
    if (only) return { kind: "transit-gateway", gateway: only };
    if (key === "vpc_endpoint_id") return this.endpointTarget(route, linked);
    if (linked.kind === "unknown") return this.oneOf(route, key, linked);
    return this.known(route, key, linked);
  }

  /** What can't be told apart; where all of it is NAT gateways, whatever holds for each of them holds. */
  private oneOf(route: WrittenRoute, key: string, linked: Linked & { readonly kind: "unknown" }): RouteTarget {
    const { candidates, text } = linked;
    const found = candidates.flatMap((one) => this.to.gateways.nat.get(one.address) ?? []).map(natTarget);
    const isNat = key === "nat_gateway_id" || key === "gateway_id";
    const isAll = isNat && found.length > 0 && found.length === candidates.length;
    const note = { address: route.address, reason: `its target ${text} could be several things` };
    return { kind: "unreadable", note, ...(isAll && { anyOf: found }) };
  }

  private known(route: WrittenRoute, key: (typeof TARGETS)[number], linked: Linked): RouteTarget {
    const { values } = route;
    const { gateways } = this.to;
    const at = linked.kind === "resource" ? linked.resource.address : "";
    switch (key) {
      case "core_network_arn":
        return unreadable(route, coreNetworkReason(this.registry, linked, route.vpc));
      case "gateway_id":
        return this.gatewayTarget(route, linked);
      case "nat_gateway_id": {
        const gateway = gateways.nat.get(at);
        return gateway ? natTarget(gateway) : unreadable(route, "its NAT gateway is not in the input");
      }
      case "network_interface_id":
        return (
          this.interfaceTarget(linked) ??
          this.interfaceTarget(this.registry.args.link(values.instance_id ?? null)) ??
          unreadable(route, "its network interface is not in the input")
        );
      case "instance_id":
        return this.interfaceTarget(linked) ?? unreadable(route, "its instance is not in the input");
      case "transit_gateway_id": {
        const gateway = this.to.transit.gateways.get(linked.kind === "outside" ? linked.id : at);
        return gateway
          ? { kind: "transit-gateway", gateway }
          : unreadable(route, "its transit gateway is not in the input");
      }
      case "vpc_peering_connection_id": {
        const peering = gateways.peering.get(at);
        return peering ? { kind: "peering", peering } : unreadable(route, "its peering connection is not in the input");
      }
      case "egress_only_gateway_id": {
        const gateway = gateways.egressOnly.get(at);
        return gateway
          ? { kind: "egress-only-internet-gateway", gateway }
          : unreadable(route, "its egress-only internet gateway is not in the input");
      }
      case "vpc_endpoint_id":
      case "carrier_gateway_id":
      case "local_gateway_id":
        return unreadable(route, `its target (${key}) is of a kind that can't be looked into`);
    }
  }

  private gatewayTarget(route: WrittenRoute, linked: Linked): RouteTarget {
    const id = linked.kind === "outside" ? linked.id : "";
    if (id === "local") return { kind: "local" };
    const at = linked.kind === "resource" ? linked.resource.address : "";
    const gateway = this.to.gateways.internet.get(at);
    if (gateway) return { kind: "internet-gateway", gateway };
    // AWS takes a NAT gateway's id there too, and tells it as one afterwards (aws_route, gateway_id).
    const nat = this.to.gateways.nat.get(at);
    if (nat) return natTarget(nat);
    const vpn = this.to.premises.vpnGateway(linked);
    if (vpn) return { kind: "vpn-gateway", gateway: vpn };
    if (id.startsWith("vpce-")) return { kind: "gateway-endpoint", address: route.address };
    return unreadable(route, "it leads to a gateway that is not in the input");
  }

  /** An endpoint that packets pass through; where it may be one of a firewall's several, each of them. */
  private endpointTarget(route: WrittenRoute, linked: Linked): RouteTarget {
    const found = endpointsMeant(this.to.inspection, linked);
    const inVpc = found.filter(({ subnet }) => !route.vpc || subnet.vpc === route.vpc);
    const anyOf = (inVpc.length > 0 ? inVpc : found).map((nic) => ({ kind: "interface", nic }) as const);
    const [only] = anyOf;
    if (!only) return unreadable(route, "its endpoint is not in the input");
    const note = { address: route.address, reason: "which of the firewall's endpoints it leads to is not known" };
    return anyOf.length === 1 ? only : { kind: "unreadable", note, anyOf };
  }

  private interfaceTarget(linked: Linked): RouteTarget | undefined {
    const { interfaces, transit } = this.to;
    if (linked.kind === "outside") {
      const nic = this.nicById.get(linked.id);
      return nic && { kind: "interface", nic };
    }
    if (linked.kind !== "resource") return undefined;
    const { resource } = linked;
    const nic = interfaces.nics.get(resource.address) ?? interfaces.instances.get(resource.address)?.nics[0];
    // A lookup tells neither what an interface made by AWS does nor its source/destination check.
    if (resource.mode === "data") return attachmentInterface(this.registry, transit, resource);
    return nic && { kind: "interface", nic };
  }
}
