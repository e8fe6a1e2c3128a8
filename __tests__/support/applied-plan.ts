import { cidr, formatAddress, formatCidr } from "../../src/ip";
import { type Objects, refreshed, typeOf, type Values } from "./simulated/apply";

/**
 * The state after the apply of a first plan and a refresh: what the provider planned, with what AWS would fill in. Written
 * from the provider's read functions (5.100.0) and AWS's guides, apart from what the judge knows of them. It takes plans of
 * configurations in JSON syntax, which show their expressions.
 */
type Json = Record<string, unknown>;

interface PlannedResource {
  readonly address: string;
  readonly after: Json;
  readonly unknown: Json;
  readonly expressions: Json;
}

const REFERENCE = /\$\{(?:cidrsubnet\()?((?:data\.)?aws_\w+\.[\w-]+)\.(\w+)(?:, (\d+), (\d+)\))?\}/g;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const hasUnknown = (mask: unknown): boolean =>
  mask === true || (typeof mask === "object" && mask !== null && Object.values(mask).some(hasUnknown));

/** Terraform's `cidrsubnet`. */
function cut(range: string, bits: number, index: number): string {
  const { base, length } = cidr(range);
  const size = typeof base === "bigint" ? 128 : 32;
  const first = BigInt(base) + (BigInt(index) << BigInt(size - length - bits));
  return formatCidr({ base: typeof base === "bigint" ? first : Number(first), length: length + bits });
}

function numberOf(text: string): number {
  return [...text].reduce((sum, one) => (sum * 31 + one.charCodeAt(0)) % 60_000, 7);
}

const hex = (value: number): string => value.toString(16);

/** The address of this number in a range. */
function within(range: unknown, index: number): string | undefined {
  if (typeof range !== "string" || range === "") return undefined;
  const { base } = cidr(range);
  return formatAddress(typeof base === "bigint" ? base + BigInt(index) : base + index);
}

/** Resources whose ARN is their id. */
const IS_ARN = /^aws_(lb|globalaccelerator_\w+|lb_\w+|ecs_service|verifiedaccess_\w+)\./;

class Applied {
  readonly objects = new Map<string, Values>();
  constructor(private readonly planned: ReadonlyMap<string, PlannedResource>) {}

  create(address: string): Values {
    const known = this.objects.get(address);
    if (known) return known;
    const { after, unknown, expressions } = this.planned.get(address)!;
    const id = `${address.replace(/^aws_/, "").replace(/\W/g, "-")}-0${hex(numberOf(address))}`;
    const arn = `arn:aws:x:eu-west-1:111122223333:${id}`;
    const own: Record<string, unknown> = { ...after, id: IS_ARN.test(address) ? arn : id, arn };
    for (const key of Object.keys(unknown)) {
      if (!hasUnknown(unknown[key]) || key === "id" || key === "arn") continue;
      const value = this.configured(expressions[key], after[key]);
      if (value === undefined) delete own[key];
      else own[key] = value;
    }
    const filled = { ...own, ...this.filledIn(address, { ...own, id }) };
    this.objects.set(address, filled);
    return filled;
  }

  /** The value of an expression; undefined where the configuration says nothing. */
  private configured(expression: unknown, shown: unknown): unknown {
    if (Array.isArray(expression)) {
      const blocks = Array.isArray(shown) ? (shown as unknown[]) : [];
      return expression.map((one, i) => this.block(one as Json, isObject(blocks[i]) ? blocks[i] : {}));
    }
    if (!isObject(expression)) return undefined;
    if ("constant_value" in expression) return this.valueOf(expression.constant_value, shown);
    return undefined;
  }

  private block(expressions: Json, shown: Json): Json {
    const own = Object.entries(expressions).map(([key, one]): [string, unknown] => [
      key,
      this.configured(one, shown[key]),
    ]);
    return { ...shown, ...Object.fromEntries(own) };
  }

  private valueOf(value: unknown, shown: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) {
      const [like] = Array.isArray(shown) ? (shown as unknown[]) : [];
      return value.map((one) => this.valueOf(one, like));
    }
    if (!isObject(value)) return value;
    // What is not set is as the provider plans it beside what is.
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key,
        one === null ? defaultOf(key, isObject(shown) ? shown[key] : undefined) : this.valueOf(one, undefined),
      ]),
    );
  }

  private text(text: string): unknown {
    const found = [...text.matchAll(REFERENCE)].map(([, to = "", attribute = "", bits, index]) => {
      const value = this.create(to)[attribute];
      return bits === undefined ? value : cut(String(value), Number(bits), Number(index));
    });
    const [whole] = text.matchAll(REFERENCE);
    return whole?.[0] === text ? found[0] : text.replace(REFERENCE, () => String(found.shift()));
  }

  private named(value: unknown): Values | undefined {
    return [...this.objects.values()].find((one) => one.id === value);
  }

  /** What AWS and the provider fill in. */
  private filledIn(address: string, own: Json & { readonly id: string }): Json {
    const number = numberOf(address);
    switch (typeOf(address)) {
      case "aws_vpc":
      case "aws_vpc_ipv6_cidr_block_association":
        return {
          ...(own.cidr_block !== undefined && {
            ...{ default_route_table_id: `rtb-of-${own.id}`, main_route_table_id: `rtb-of-${own.id}` },
            ...{ default_security_group_id: `sg-of-${own.id}`, default_network_acl_id: `acl-of-${own.id}` },
          }),
          ipv6_cidr_block:
            own.ipv6_cidr_block ??
            (own.assign_generated_ipv6_cidr_block === true || own.ipv6_netmask_length === 56
              ? `2600:1f18:${hex(number)}:4400::/56`
              : ""),
        };
      case "aws_instance":
        return this.instance(own, number);
      case "aws_eip":
        return { public_ip: `198.51.100.${number % 250}`, allocation_id: own.id };
      case "aws_ec2_transit_gateway":
        return {
          association_default_route_table_id: `tgw-rtb-of-${own.id}`,
          propagation_default_route_table_id: `tgw-rtb-of-${own.id}`,
        };
      case "aws_ec2_transit_gateway_vpc_attachment":
        return {
          transit_gateway_default_route_table_association: own.transit_gateway_default_route_table_association ?? true,
          transit_gateway_default_route_table_propagation: own.transit_gateway_default_route_table_propagation ?? true,
        };
      case "aws_lb":
        return {
          ...{ internal: own.internal ?? false, ip_address_type: own.ip_address_type ?? "ipv4" },
          ...(own.load_balancer_type === "network" && {
            [PRIVATE_LINK_RULES]: own[PRIVATE_LINK_RULES] ?? "on",
            security_groups: own.security_groups ?? [],
          }),
        };
      case "aws_vpc_endpoint_service":
        return this.endpointService(number);
      case "aws_vpc_endpoint":
        return this.endpoint(own, number);
      case "aws_vpc_peering_connection":
        return { accept_status: "active", peer_region: "eu-west-1" };
      case "aws_nat_gateway":
        return { private_ip: within(this.named(own.subnet_id)?.cidr_block, 200), public_ip: "198.51.100.251" };
      case "aws_vpn_connection":
        return {
          transit_gateway_attachment_id: own.transit_gateway_id ? `tgw-attach-of-${own.id}` : "",
          ...{ tunnel_inside_ip_version: own.tunnel_inside_ip_version ?? "ipv4", routes: [] },
          local_ipv4_network_cidr: own.local_ipv4_network_cidr ?? "0.0.0.0/0",
          remote_ipv4_network_cidr: own.remote_ipv4_network_cidr ?? "0.0.0.0/0",
        };
      case "aws_vpn_gateway":
        return { vpc_id: own.vpc_id ?? "" };
      default:
        return {};
    }
  }

  private endpointService(number: number): Json {
    const id = `vpce-svc-0${hex(number)}`;
    return {
      ...{ id, arn: `arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint-service/${id}` },
      ...{ service_name: `com.amazonaws.vpce.eu-west-1.${id}`, service_type: "Interface", state: "Available" },
    };
  }

  /** Its interfaces' addresses are told, and its state, which stays as the apply left it until the next refresh. */
  private endpoint(own: Json, number: number): Json {
    const subnets = Array.isArray(own.subnet_ids) ? (own.subnet_ids as unknown[]) : [];
    const service = [...this.objects.values()].find((one) => one.service_name === own.service_name);
    const isAsked = service?.acceptance_required === true && own.auto_accept !== true;
    return {
      state: isAsked ? "pendingAcceptance" : "available",
      network_interface_ids: subnets.map((one) => `eni-of-${String(one)}`),
      subnet_configuration: subnets.map((subnet_id, i) => ({
        ...{ subnet_id, ipv4: within(this.named(subnet_id)?.cidr_block, 100 + i + (number % 50)), ipv6: "" },
      })),
    };
  }

  private instance(own: Json & { readonly id: string }, number: number): Json {
    const subnet = this.named(own.subnet_id) ?? {};
    const hasPublic = own.associate_public_ip_address === true || subnet.map_public_ip_on_launch === true;
    const asked = own.ipv6_address_count as number | undefined;
    const isAssigned = subnet.assign_ipv6_address_on_creation === true || subnet.ipv6_native === true;
    const count = asked ?? (isAssigned ? 1 : 0);
    const six = Array.from({ length: count }, (_, i) => within(subnet.ipv6_cidr_block, 0x1000 + number + i));
    return {
      private_ip: own.private_ip ?? within(subnet.cidr_block, 10 + (number % 200)) ?? "",
      ...{ ipv6_addresses: own.ipv6_addresses ?? six, ipv6_address_count: count },
      ...{ primary_network_interface_id: `eni-of-${own.id}`, public_ip: hasPublic ? "203.0.113.9" : "" },
      ...{ associate_public_ip_address: hasPublic, security_groups: [] },
    };
  }
}

const PRIVATE_LINK_RULES = "enforce_security_group_inbound_rules_on_private_link_traffic";

const LISTS = /^(cidr_blocks|ipv6_cidr_blocks|prefix_list_ids|security_groups)$/;

/** What the provider stores where an argument of a block is not set. */
function defaultOf(key: string, planned: unknown): unknown {
  return planned ?? (LISTS.test(key) ? [] : key === "self" ? false : key.startsWith("icmp_") ? 0 : "");
}

function plannedIn(plan: Json): Map<string, PlannedResource> {
  const configured = (plan.configuration as { root_module: { resources: Json[] } }).root_module.resources;
  const expressions = new Map(configured.map((one) => [one.address, one.expressions as Json]));
  const changes = plan.resource_changes as { address: string; change: { after: Json; after_unknown: Json } }[];
  return new Map(
    changes.map(({ address, change }) => [
      address,
      { address, after: change.after, unknown: change.after_unknown, expressions: expressions.get(address) ?? {} },
    ]),
  );
}

/** `terraform show -json` of the state after a first plan was applied, and refreshed. */
export function stateAfter(plan: object): object {
  const planned = plannedIn(plan as Json);
  const applied = new Applied(planned);
  for (const address of planned.keys()) applied.create(address);
  const objects: Objects = refreshed(applied.objects);
  const resources = [...objects].map(([address, values]) => {
    const [type, name] = address.split(".");
    return { address, mode: "managed", type, name, values };
  });
  return { format_version: "1.0", terraform_version: "1.11.4", values: { root_module: { resources } } };
}

/** The same plan as if its configuration were in Terraform's own language: it shows no expression with a reference. */
export function inOwnLanguage(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOwnLanguage);
  if (!isObject(value)) return value;
  const isShown = Array.isArray(value.references);
  const kept = Object.entries(value).filter(([key]) => key !== "constant_value" || !isShown);
  return Object.fromEntries(kept.map(([key, one]) => [key, inOwnLanguage(one)]));
}
