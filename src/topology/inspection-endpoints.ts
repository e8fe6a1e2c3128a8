import { push, type Resource, typesOf, type Value } from "../terraform";
import { type Family } from "../ip";
import { isSet, type Linked } from "./arguments";
import { doubtOf } from "./doubts";
import { policyOf } from "./firewall-policies";
import { addressIn, fixedAddress, subnetsOf } from "./interface-endpoints";
import { type Inspection, type Nic, type Subnet } from "./model";
import { type Registry } from "./registry";
import { modelOfEndpoint } from "./vpc-endpoints";

/** The endpoints by which routes lead packets through an appliance or a firewall. */
export interface InspectionEndpoints {
  /** By the Terraform address of the endpoint, or of the firewall that has one in each of its subnets. */
  readonly byAddress: ReadonlyMap<string, readonly Nic[]>;
  /** By the id that a state tells of a firewall's endpoint. */
  readonly byId: ReadonlyMap<string, Nic>;
}

const NO_GROUPS = "an endpoint for inspection takes no packet for itself that is documented";

/** It has no security groups (AWS PrivateLink guide, Gateway Load Balancer endpoints); who sends to it is not told. */
function endpointIn(subnet: Subnet, { address }: Resource, inspection: Inspection): Nic {
  return {
    address,
    kind: "endpoint",
    subnet,
    groups: [],
    doubts: { groups: [doubtOf({ address }, "groups", NO_GROUPS)], ipv6: [] },
    sourceDestCheck: false,
    publicIp: "none",
    inspection,
  };
}

/** The ids of a firewall's endpoints, as a state tells them once the firewall is there (aws_networkfirewall_firewall, firewall_status). */
function idsOf({ args }: Registry, { values }: Resource): { readonly id: string; readonly subnet: Value }[] {
  return args
    .blocks(values.firewall_status)
    .flatMap((status) => args.blocks(status.sync_states))
    .flatMap((state) => args.blocks(state.attachment))
    .flatMap(({ endpoint_id: id, subnet_id: subnet }) =>
      typeof id === "string" && id !== "" ? [{ id, subnet: subnet ?? null }] : [],
    );
}

/** What a mapping's type lets its endpoint carry (Network Firewall API, SubnetMapping). Unset, AWS makes it for IPv4. */
const CARRIED: Readonly<Record<string, readonly Family[]>> = {
  IPV4: ["ipv4"],
  IPV6: ["ipv6"],
  DUALSTACK: ["ipv4", "ipv6"],
};

/** The subnets that a firewall has an endpoint in, with the families that it surely carries. */
function mappedSubnets(registry: Registry, { values }: Resource): ReadonlyMap<Subnet, readonly Family[]> {
  const { args } = registry;
  return new Map(
    args.blocks(values.subnet_mapping).flatMap((one): [Subnet, readonly Family[]][] => {
      const mapped = registry.subnet(one.subnet_id);
      const type = isSet(one.ip_address_type) ? args.textOf(one.ip_address_type) : "IPV4";
      return mapped ? [[mapped, CARRIED[type?.toUpperCase() ?? ""] ?? []]] : [];
    }),
  );
}

/** Endpoints of type GatewayLoadBalancer, and those of network firewalls: one in each subnet. */
export function readInspectionEndpoints(registry: Registry): InspectionEndpoints {
  const { args, graph } = registry;
  const byAddress = new Map<string, Nic[]>();
  const byId = new Map<string, Nic>();
  for (const resource of graph.ofType(typesOf("vpc-endpoint"), "managed"))
    if (modelOfEndpoint(args, resource) === "inspection")
      for (const subnet of subnetsOf(registry, resource))
        push(byAddress, resource.address, {
          ...endpointIn(subnet, resource, { kind: "appliance" }),
          ...fixedAddress(addressIn(registry, resource, subnet)),
        });
  for (const resource of graph.ofType(typesOf("network-firewall"), "managed")) {
    const policy = policyOf(registry, resource);
    for (const [subnet, families] of mappedSubnets(registry, resource)) {
      const inspection = { kind: "firewall", families, ...(policy && { policy }) } as const;
      push(byAddress, resource.address, endpointIn(subnet, resource, inspection));
    }
    for (const { id, subnet } of idsOf(registry, resource)) {
      const nic = byAddress.get(resource.address)?.find((one) => one.subnet === registry.subnet(subnet));
      if (nic) byId.set(id, nic);
    }
  }
  return { byAddress, byId };
}

/** The endpoints that a route's `vpc_endpoint_id` may mean; empty where something else could be meant. */
export function endpointsMeant({ byAddress, byId }: InspectionEndpoints, linked: Linked): readonly Nic[] {
  switch (linked.kind) {
    case "none":
      return [];
    case "outside": {
      const nic = byId.get(linked.id);
      return nic ? [nic] : [];
    }
    case "resource":
      return byAddress.get(linked.resource.address) ?? [];
    case "unknown": {
      const { candidates } = linked;
      const isOther = candidates.some(
        ({ address, type }) => !byAddress.has(address) && typesOf("vpc-endpoint").some((one) => one === type),
      );
      if (isOther) return [];
      return candidates.flatMap(({ address }) => byAddress.get(address) ?? []);
    }
  }
}
