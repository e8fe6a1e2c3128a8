import { Dice } from "../../lab/dice";
import type { Body, Stack } from "../../lab/draft";
import { randomNetwork } from "../../lab/random-network";
import { respelled } from "../../review/random-change";
import { IMAGE } from "../cells/parts";

const ATTACHMENT = "aws_ec2_transit_gateway_vpc_attachment";
const PEERING = "aws_ec2_transit_gateway_peering_attachment";

/** What networks of several seeds have in one account, by Terraform's type and name. */
export interface Configuration {
  readonly resource: Record<string, Record<string, Body>>;
  readonly data: Record<string, Record<string, Body>>;
}

/** Every key of a rule, as Terraform's JSON wants them where a block is an attribute. */
const ACL_RULE = { cidr_block: null, ipv6_cidr_block: null, icmp_type: null, icmp_code: null };

/** An argument of main tables that the provider computes. */
const COMPUTED = "original_route_table_id";

/** What a public address needs in its VPC. */
const INTERNET = ["aws_internet_gateway", "aws_internet_gateway_attachment"];

const prefixOf = (seed: number): string => `n${seed}__`;

/** The network that a resource is of, by its address. */
export function networkOf(address: string): string | undefined {
  return /(?:^|\.)(n\d+)__/.exec(address)?.[1];
}

/** The same value with every reference to a resource of the network under the name that it has among many. */
function renamed(value: unknown, prefix: string): unknown {
  if (typeof value === "string") return value.replace(/(\$\{(?:data\.|cidrsubnet\()?aws_\w+\.)(\w+)/g, `$1${prefix}$2`);
  if (Array.isArray(value)) return value.map((one) => renamed(one, prefix));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamed(one, prefix)]));
}

/** What a type needs before AWS takes it, and which the judge need not know. */
class Applicable {
  constructor(
    private readonly stack: Stack,
    private readonly prefix: string,
  ) {}

  private addressesOf(type: string): string[] {
    return Object.keys(this.stack.resource[type] ?? {}).map((name) => `${type}.${this.prefix}${name}`);
  }

  /** Terraform makes at once what names nothing of each other, and AWS refuses what comes too early. */
  private after(type: string, { transit_gateway_id, ...body }: Body): readonly string[] {
    const text = JSON.stringify(body);
    // A route to a subnet of the own VPC, perhaps of an added range, is refused before the subnet is there.
    if (type === "aws_route")
      return [
        ...this.addressesOf("aws_subnet"),
        ...(transit_gateway_id === undefined ? [] : this.addressesOf(ATTACHMENT)),
      ];
    // An address of a subnet that the VPC has not yet is outside of it.
    if (type === "aws_lb_target_group_attachment") return this.addressesOf("aws_subnet");
    if (type === "aws_eip" || type === "aws_nat_gateway" || type === "aws_eip_association")
      return INTERNET.flatMap((one) => this.addressesOf(one));
    // A group of another VPC can be named once the two are joined.
    if (/"(referenced_security_group_id|source_security_group_id)"/.test(text))
      return [...this.addressesOf("aws_vpc_peering_connection"), ...this.addressesOf(ATTACHMENT)];
    return [];
  }

  /** The arguments that differ from those that the lab is content with. */
  private ownArguments(type: string, name: string, body: Body): Body {
    // Rules of their own are no blocks, and an empty list would take them away.
    if (type === "aws_network_acl")
      return body.ingress === undefined ? {} : { ingress: wholeRules(body.ingress), egress: wholeRules(body.egress) };
    // One name, one load balancer in a Region.
    if (type === "aws_lb") return { name: `${this.prefix.replace(/_/g, "")}-${name}` };
    if (type === "aws_instance") return { ami: IMAGE };
    return {};
  }

  resources(): Configuration["resource"] {
    const known = Object.entries(this.stack.resource).filter(([type]) => !NOT_EMULATED.includes(type));
    const made = known.map(([type, named]) => [
      type,
      this.renamedAll(named, (name, body) => {
        const depends_on = this.after(type, body);
        const written = Object.fromEntries(Object.entries(body).filter(([key]) => key !== COMPUTED));
        return { ...written, ...this.ownArguments(type, name, body), ...(depends_on.length > 0 && { depends_on }) };
      }),
    ]);
    return Object.fromEntries(made) as Configuration["resource"];
  }

  data(): Configuration["data"] {
    return Object.fromEntries(
      Object.entries(this.stack.data).map(([type, named]) => [type, this.renamedAll(named, (_, body) => body)]),
    );
  }

  private renamedAll(named: Record<string, Body>, change: (name: string, body: Body) => Body): Record<string, Body> {
    return Object.fromEntries(
      Object.entries(named).map(([name, body]) => [
        `${this.prefix}${name}`,
        change(name, renamed(body, this.prefix) as Body),
      ]),
    );
  }
}

function wholeRules(rules: unknown): Body[] {
  return ((rules as Body[] | undefined) ?? []).map((rule) => ({ ...ACL_RULE, ...rule }));
}

function merge(into: Record<string, Record<string, Body>>, from: Record<string, Record<string, Body>>): void {
  for (const [type, named] of Object.entries(from)) into[type] = { ...into[type], ...named };
}

/** What moto does not know. */
const NOT_EMULATED = ["aws_ec2_transit_gateway_prefix_list_reference"];

/** moto gives a peering of two gateways one association, where AWS has one in a table of each. */
const isEmulated = ({ resource }: Stack): boolean => resource[PEERING] === undefined;

/** A random network of each seed, all in one account: their names never meet, and neither do their packets. */
export function manyNetworks(seeds: readonly number[]): Configuration {
  const all: Configuration = { resource: {}, data: {} };
  for (const seed of seeds) {
    const dice = new Dice(seed);
    const network = randomNetwork(dice);
    // Every other one has rules, entries and attachments of their own where the first has blocks and arguments.
    const stack = seed % 2 === 0 ? respelled(network, dice) : network;
    if (!isEmulated(stack)) continue;
    const applicable = new Applicable(stack, prefixOf(seed));
    merge(all.resource, applicable.resources());
    merge(all.data, applicable.data());
  }
  return all;
}
