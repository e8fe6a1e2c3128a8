import { type Cidr } from "../ip";
import { isUnknown, type Resource, typesOf, type Value } from "../terraform";
import { type Arguments, isSet } from "./arguments";

/** What an association of a Direct Connect gateway joins, and what of AWS its other side is told of. */
export interface DxAssociation {
  readonly gateway: Value | undefined;
  readonly site: Value | undefined;
  /** Undefined: all. */
  readonly advertised?: readonly Cidr[];
}

/**
 * Associations, and proposals of them that the owner of the Direct Connect gateway accepts in an account of its own: that is
 * not in the input, so they may be accepted.
 */
export function dxAssociations({
  graph,
  args,
}: {
  readonly graph: Arguments["graph"];
  readonly args: Arguments;
}): Resource[] {
  const accepted = graph.ofType(typesOf("dx-association"), "managed");
  const used = new Set(accepted.map((one) => proposalOf(args, one)));
  return [...accepted, ...graph.ofType(typesOf("dx-proposal"), "managed").filter((one) => !used.has(one))];
}

/** An association that accepts a proposal leaves the gateway to it, and may leave the prefixes to it, too. */
export function dxAssociation(args: Arguments, resource: Resource): DxAssociation {
  const proposal = proposalOf(args, resource);
  const { dx_gateway_id: site } = resource.values;
  const gateway = argumentOf(args, resource, "associated_gateway_id") ?? argumentOf(args, resource, "vpn_gateway_id");
  const own = argumentOf(args, resource, "allowed_prefixes");
  const advertised = rangesIn(args, own ?? proposal?.values.allowed_prefixes);
  return {
    gateway: gateway ?? proposal?.values.associated_gateway_id,
    site: isSet(site) ? site : proposal?.values.dx_gateway_id,
    ...(advertised && { advertised }),
  };
}

function proposalOf(args: Arguments, { values }: Resource): Resource | undefined {
  const linked = args.link(values.proposal_id);
  return linked.kind === "resource" ? linked.resource : undefined;
}

/** An argument that is set; what AWS fills in because nobody sets it is none. */
function argumentOf(args: Arguments, resource: Resource, name: string): Value | undefined {
  const value = resource.values[name];
  return !isSet(value) || (isUnknown(value) && !args.isSetUnknown(resource, name)) ? undefined : value;
}

function rangesIn(args: Arguments, prefixes: Value | undefined): readonly Cidr[] | undefined {
  const found = isUnknown(prefixes) ? [] : args.list(prefixes).items.map((one) => args.cidr(one));
  const cidrs = found.flatMap((one) => one ?? []);
  return cidrs.length > 0 && cidrs.length === found.length ? cidrs : undefined;
}
