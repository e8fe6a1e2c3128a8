import { ENCRYPTION_EXCLUSIONS } from "../config/encryption-schema";
import { regionOfZone, textValue } from "../terraform";
import { formatCidr } from "../ip";
import { type Subnet, type Vpc } from "../topology";
import { type AccountView, idAt, isIpv4Range, nameAt, rangesOf } from "./account-view";

/** A side of a bridge file as plain values, with what its reasons are. */
export interface DraftedSide {
  readonly content: Readonly<Record<string, unknown>>;
  readonly vpc: Vpc;
  readonly id: string;
  readonly owner?: string;
  /** Zones of its subnets as the file names them, in order. */
  readonly zones: readonly string[];
}

/** How zones are named: by letters in one account, by ids across accounts, whose letters differ. */
export type ZoneNames = "letters" | "ids";

const LONGEST_NAME = 40;

/** A name of the file's grammar. */
function fileName(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, LONGEST_NAME)
    .replace(/-+$/, "");
  return name === "" ? "subnet" : name;
}

/** Names that no two subnets share. */
function namesOf(view: AccountView, subnets: readonly Subnet[]): Map<Subnet, string> {
  const taken = new Set<string>();
  return new Map(
    subnets.map((subnet, i) => {
      const wanted = fileName(nameAt(view, subnet.address) ?? idAt(view, subnet.address) ?? `subnet-${i + 1}`);
      const name = taken.has(wanted) ? `${wanted.slice(0, LONGEST_NAME - 4)}-${i + 1}` : wanted;
      taken.add(name);
      return [subnet, name] as const;
    }),
  );
}

/** The zone of a subnet as the file names it. */
function zoneOf({ graph }: AccountView, { address }: Subnet, names: ZoneNames): string | undefined {
  const resource = graph.get(address);
  const [name, id] = [textValue(resource, "availability_zone"), textValue(resource, "availability_zone_id")];
  return names === "ids" ? (id ?? name?.slice(-1)) : (name?.slice(-1) ?? id);
}

/** The Region of a VPC, by the zones of its subnets. */
export function regionOf({ graph }: AccountView, vpc: Vpc): string | undefined {
  const zones = vpc.subnets.map(({ address }) => textValue(graph.get(address), "availability_zone"));
  return zones.map(regionOfZone).find((one) => one !== undefined);
}

/** What its encryption control is set to, as far as a file has words for it. */
function encryptionOf({ encryption: { controls } }: AccountView, id: string): Readonly<Record<string, unknown>> {
  const control = controls.get(id);
  if (!control) return {};
  const exclusions = ENCRYPTION_EXCLUSIONS.filter((one) => control.mode === "enforce" && control.exclusions.has(one));
  return {
    encryption_control: control.mode,
    ...(exclusions.length > 0 && { encryption_exclusions: exclusions }),
  };
}

/** A VPC with every subnet of IPv4, its tables, and the destinations that these have already. */
export function draftSide(view: AccountView, id: string, vpc: Vpc, names: ZoneNames): DraftedSide {
  const [primary, ...secondary] = rangesOf(vpc).map(formatCidr);
  const subnets = vpc.subnets.filter(({ cidr }) => cidr !== undefined);
  subnets.sort((a, b) => Number(a.cidr!.base) - Number(b.cidr!.base));
  const named = namesOf(view, subnets);
  const zones = subnets.flatMap((subnet) => zoneOf(view, subnet, names) ?? []);
  const written = subnets.map((subnet) => {
    const table = idAt(view, subnet.table.address);
    const values = {
      id: idAt(view, subnet.address),
      ...(table !== undefined && { route_table: table }),
      cidr: formatCidr(subnet.cidr!),
      zone: zoneOf(view, subnet, names),
    };
    return [named.get(subnet)!, values] as const;
  });
  const routes = new Set(
    subnets.flatMap(({ table }) =>
      table.routes
        .map(({ cidr }) => cidr)
        .filter(isIpv4Range)
        .map(formatCidr),
    ),
  );
  const owner = textValue(view.graph.managedWithId("aws_vpc", id), "owner_id");
  return {
    vpc,
    id,
    zones: [...new Set(zones)].sort(),
    ...(owner !== undefined && { owner }),
    content: {
      vpc: {
        id,
        cidr: primary,
        ...(secondary.length > 0 && { secondary_cidrs: secondary }),
        ...(routes.size > 0 && { routes: [...routes].sort() }),
        ...encryptionOf(view, id),
      },
      subnets: Object.fromEntries(written),
    },
  };
}
