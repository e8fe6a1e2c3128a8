import { hasInternet, premisesIn } from "../reachability";
import { type Home } from "../terraform";
import {
  describeCidr,
  doubtsAbout,
  egressOnlyIn,
  type EgressOnlyGateway,
  isCertain,
  type OnPremises,
  type Subnet,
  type Topology,
  type TransitGateway,
  type Vpc,
} from "../topology";
import { type Frame, type Place, type Row } from "./picture";
import { balancerRows, balancerTitle, few, isSteered, subnetRows, targetText, type Told, transitRows } from "./rows";
import {
  accountId,
  INTERNET,
  isNoVpc,
  NO_VPC,
  NOWHERE,
  rangesOf,
  scopeOf,
  type Site,
  subnetRange,
  zoneId,
} from "./site";

export interface Boxes {
  readonly frames: readonly Frame[];
  readonly places: readonly Place[];
}

/** The nested boxes of a topology: accounts, VPCs, zones, subnets, gateways. */
export class BoxBuilder {
  private readonly topology: Topology;

  constructor(
    private readonly site: Site,
    private readonly told: Told,
    /** More rows for a VPC that is drawn as one box, by its scope. */
    private readonly more: (scope: string) => readonly Row[],
  ) {
    this.topology = site.topology;
  }

  build(): Boxes {
    const { topology, site } = this;
    const known = topology.vpcs.filter((vpc) => !isNoVpc(vpc));
    // A VPC that is only named may be in any account.
    const homes = new Map(known.filter((vpc) => !isOnlyNamed(vpc)).map(({ home }) => [keyOfHome(home), home]));
    const isSplit = homes.size > 1;
    const within = (home: Home): Vpc[] =>
      known.filter((vpc) => keyOfHome(vpc.home) === keyOfHome(home) && !(isSplit && isOnlyNamed(vpc)));
    const others = isSplit ? known.filter(isOnlyNamed) : known;
    const frames = (vpcs: readonly Vpc[]): Frame[] => (site.isCompact ? [] : vpcs.map((vpc) => this.vpcFrame(vpc)));
    const places = (vpcs: readonly Vpc[]): Place[] => (site.isCompact ? vpcs.map((vpc) => this.vpcPlace(vpc)) : []);
    const accounts = (isSplit ? [...homes.values()] : []).map((home): Frame => ({
      kind: "account",
      ...this.accountNames(home, [...homes.values()]),
      frames: frames(within(home)),
      places: places(within(home)),
    }));
    const lost = topology.vpcs.filter(isNoVpc).flatMap((vpc) => vpc.subnets);
    return {
      frames: [
        ...accounts,
        ...frames(others),
        ...(lost.length > 0 && !site.isCompact ? [this.noVpcFrame(lost)] : []),
      ].map((frame) => this.markedFrame(frame)),
      places: [
        ...places(others),
        ...(lost.length > 0 && site.isCompact ? [this.noVpcPlace(lost)] : []),
        ...topology.transitGateways.flatMap((gateway) => this.gatewayPlaces(gateway)),
        ...this.outside(),
      ].map((place) => this.markedPlace(place)),
    };
  }

  /** What the box of an account is called, with the Region where the account has several. */
  private accountNames(home: Home, all: readonly Home[]): Pick<Frame, "id" | "title"> {
    const { provider } = home;
    const id = accountId(provider);
    const title = this.site.naming.isGiven(id)
      ? this.site.naming.of(id)
      : `provider ${provider === "" ? "aws" : provider}`;
    if (all.filter((one) => one.provider === provider).length === 1) return { id, title };
    const region = home.isRegionLost ? "a Region that is not known" : (home.region ?? "the provider's Region");
    const isOnly = all.every((one) => one.provider === provider) && !this.site.naming.isGiven(id);
    return { id: `${id} ${region}`, title: isOnly ? region : `${title}, ${region}` };
  }

  /** The ranges of a VPC, and its id where it is called by another name. */
  private subtitleOf(vpc: Vpc): string {
    const id = this.site.naming.idOf(vpc.address);
    return id === undefined ? rangesOf(vpc) : `${rangesOf(vpc)}, ${id}`;
  }

  private markedFrame(frame: Frame): Frame {
    const mark = this.told.markOf(frame.id);
    return {
      ...frame,
      frames: frame.frames.map((one) => this.markedFrame(one)),
      places: frame.places.map((one) => this.markedPlace(one)),
      ...(mark && { mark }),
    };
  }

  private markedPlace(place: Place): Place {
    const mark = this.told.markOf(place.id);
    return mark ? { ...place, mark } : place;
  }

  /** Subnets of which it is not known in which VPC they are, one or several. */
  private noVpcFrame(subnets: readonly Subnet[]): Frame {
    return {
      id: NO_VPC,
      kind: "vpc",
      title: NO_VPC,
      subtitle: "each of these subnets may be in another one",
      frames: zonesOf(subnets).map((zone) => this.zoneFrame(`${NO_VPC} zone ${zone ?? "not known"}`, subnets, zone)),
      places: this.balancersIn(subnets),
    };
  }

  private noVpcPlace(subnets: readonly Subnet[]): Place {
    const names = subnets.map((one): Row => ({
      text: `${this.told.nameOf(one.address)} ${subnetRange(one)}`,
      address: one.address,
      flows: [],
    }));
    return {
      id: NO_VPC,
      kind: "vpc",
      title: NO_VPC,
      subtitle: `of ${subnets.length} ${subnets.length === 1 ? "subnet" : "subnets"}`,
      rows: [...few(names, "subnets"), ...this.more(NO_VPC)],
      isUncertain: true,
    };
  }

  private vpcFrame(vpc: Vpc): Frame {
    const zones = zonesOf(vpc.subnets);
    return {
      id: vpc.address,
      kind: "vpc",
      title: `VPC ${this.told.nameOf(vpc.address)}`,
      subtitle: this.subtitleOf(vpc),
      frames: zones.map((zone) => this.zoneFrame(zoneId(vpc, zone), vpc.subnets, zone)),
      places: [
        ...this.balancersIn(vpc.subnets),
        ...this.topology.internetGateways
          .filter((one) => one.vpc === vpc)
          .map((one): Place => ({
            id: one.address,
            kind: "internet-gateway",
            title: `internet gateway ${this.told.nameOf(one.address)}`,
            rows: this.doubts(doubtsAbout(one, "passage", "unasked")),
          })),
        ...egressOnlyIn(this.topology.tables)
          .filter((one) => one.vpc === vpc)
          .map((one) => this.egressOnlyPlace(one)),
      ],
    };
  }

  private egressOnlyPlace({ address }: EgressOnlyGateway): Place {
    const title = `egress-only internet gateway ${this.told.nameOf(address)}`;
    return { id: address, kind: "internet-gateway", title, rows: [{ text: "IPv6, outwards only", flows: [] }] };
  }

  /** A network outside of AWS, with what leads there and which of its ranges are stated. */
  private premisesPlace({ address, links }: OnPremises): Place {
    const rows = links.map(({ address: link, routes }): Row => {
      const ranges = routes?.map(({ cidr }) => describeCidr(cidr)) ?? ["ranges by BGP"];
      const text = `${this.told.nameOf(link)}: ${ranges.join(", ") || "no static route"}`;
      return { text, address: link, flows: this.told.flowsOf(link), ...(!routes && { isUncertain: true }) };
    });
    const title = `on-premises ${this.told.nameOf(address)}`;
    return { id: address, kind: "on-premises", title, rows: few(rows, "connections") };
  }

  /** The load balancers with their first node in one of these subnets. */
  private balancersIn(subnets: readonly Subnet[]): Place[] {
    const own = new Set(subnets);
    return this.topology.loadBalancers
      .filter(({ nodes }) => nodes[0] && own.has(nodes[0].subnet))
      .map((one): Place => ({
        id: one.address,
        kind: "load-balancer",
        title: balancerTitle(one, this.told),
        rows: balancerRows(one, this.told),
      }));
  }

  private zoneFrame(id: string, subnets: readonly Subnet[], zone: string | undefined): Frame {
    const own = subnets.filter((subnet) => subnet.zone === zone);
    return {
      id,
      kind: "zone",
      title: zone === undefined ? "zone not known" : zone,
      frames: [],
      places: own.flatMap((subnet) => this.subnetPlace(subnet)),
    };
  }

  private subnetPlace(subnet: Subnet): Place[] {
    const all = this.site.drawnWith(subnet);
    if (all.length === 0) return [];
    const range = subnetRange(subnet);
    const id = this.site.naming.idOf(subnet.address);
    const rows = [
      ...(id === undefined || all.length > 1 ? [] : [{ text: id, flows: [] }]),
      ...subnetRows(this.topology, subnet, this.told),
    ];
    if (all.length === 1)
      return [{ id: subnet.address, kind: "subnet", title: this.told.nameOf(subnet.address), subtitle: range, rows }];
    const names = all.map((one): Row => ({
      text: `${this.told.nameOf(one.address)} ${subnetRange(one)}`,
      address: one.address,
      flows: [],
    }));
    return [
      {
        id: subnet.address,
        kind: "subnet",
        title: `${all.length} subnets alike`,
        rows: [...few(names, "subnets", 4), ...rows],
      },
    ];
  }

  /** A VPC as one box, for a picture of many. */
  private vpcPlace(vpc: Vpc): Place {
    const { topology } = this;
    const inside = (subnet: Subnet | undefined): boolean => subnet?.vpc === vpc;
    const zones = new Set(vpc.subnets.map((subnet) => subnet.zone)).size;
    const count = (n: number, what: string): string[] => (n === 0 ? [] : [`${n} ${what}${n === 1 ? "" : "s"}`]);
    const things = [
      ...count(zones, "zone"),
      ...count(vpc.subnets.length, "subnet"),
      ...count(topology.nics.filter((nic) => inside(nic.subnet)).length, "host"),
      ...count(topology.natGateways.filter((nat) => inside(nat.subnet)).length, "NAT gateway"),
      ...count(topology.loadBalancers.filter(({ nodes }) => inside(nodes[0]?.subnet)).length, "load balancer"),
      ...count(vpc.internetGateway ? 1 : 0, "internet gateway"),
    ];
    const isUncertain = !isCertain(vpc, "ranges") || vpc.subnets.some((one) => !isCertain(one, "table"));
    return {
      id: vpc.address,
      kind: "vpc",
      title: `VPC ${this.told.nameOf(vpc.address)}`,
      subtitle: this.subtitleOf(vpc),
      rows: [
        { text: things.join(", ") || "empty", flows: [] },
        ...this.routeSummary(vpc),
        ...this.more(scopeOf(vpc)),
        ...(isUncertain ? [{ text: "something is not known here", flows: [], isUncertain: true }] : []),
      ],
    };
  }

  /** How many subnets have which ways out. */
  private routeSummary(vpc: Vpc): Row[] {
    const counts = new Map<string, number>();
    for (const subnet of vpc.subnets) {
      const texts = subnet.table.routes.flatMap((route) => {
        if (route.target.kind === "local") return [];
        const to =
          route.target.kind === "transit-gateway"
            ? this.told.nameOf(route.target.gateway.address)
            : targetText(route.target, this.told);
        const text = `${isSteered(route, subnet) ? "steered: " : ""}${describeCidr(route.cidr)} → ${to}`;
        // One row tells of many routes. Later nobody could tell whose secrets are in it.
        return [this.topology.secrets.textOf(route.address, text)];
      });
      const [first] = texts;
      if (first !== undefined) {
        const text = texts.length > 1 ? `${first} and ${texts.length - 1} more` : first;
        counts.set(text, (counts.get(text) ?? 0) + 1);
      }
    }
    const rows = [...counts].map(([text, count]): Row => ({
      text: `${count} of ${vpc.subnets.length} subnets: ${text}`,
      flows: [],
    }));
    return few(rows, "kinds of subnets", 3);
  }

  private gatewayPlaces(gateway: TransitGateway): Place[] {
    const tables = this.topology.transitTables.filter((table) => table.gateway === gateway);
    const foreign = gateway.attachments.filter((one) => one.kind === "foreign");
    const none: Row = { text: "route tables not known", flows: [], isUncertain: true };
    return [
      {
        id: gateway.address,
        kind: "transit-gateway",
        title: `transit gateway ${this.told.nameOf(gateway.address)}`,
        rows: [
          ...(tables.length === 0 ? [none] : tables.flatMap((table) => transitRows(table, this.told))),
          ...this.doubts(gateway.doubts.attachments),
        ],
      },
      ...foreign.map((one): Place => ({
        id: one.address,
        kind: "attachment",
        title: `attachment ${this.told.nameOf(one.address)}`,
        rows: [{ text: "what is behind it is not in Terraform", flows: [], isUncertain: true }],
      })),
    ];
  }

  /** What belongs to no VPC: the internet, peerings, tables of gateways that aren't in the input, hosts anywhere. */
  private outside(): Place[] {
    const { topology } = this;
    const places: Place[] = [];
    if (hasInternet(topology)) places.push({ id: INTERNET, kind: "internet", title: "internet", rows: [] });
    for (const { address, isPending, crossesRegions } of topology.peerings) {
      const rows: Row[] = [
        ...(isPending ? [{ text: "not accepted yet", flows: [], isUncertain: true }] : []),
        ...(crossesRegions ? [{ text: "between regions", flows: [] }] : []),
      ];
      places.push({ id: address, kind: "peering", title: `peering ${this.told.nameOf(address)}`, rows });
    }
    for (const site of premisesIn(topology)) places.push(this.premisesPlace(site));
    for (const one of egressOnlyIn(topology.tables)) if (!one.vpc) places.push(this.egressOnlyPlace(one));
    for (const table of topology.transitTables)
      if (!table.gateway)
        places.push({
          id: table.address,
          kind: "transit-gateway",
          title: "transit gateway not known",
          rows: transitRows(table, this.told),
        });
    for (const gateway of topology.internetGateways)
      if (!gateway.vpc)
        places.push({
          id: gateway.address,
          kind: "internet-gateway",
          title: `internet gateway ${this.told.nameOf(gateway.address)}`,
          rows: this.doubts([{ reason: "its VPC is not known" }]),
        });
    return [...places, ...this.peopleOutside(), ...this.nowhere()];
  }

  /** People who come in from outside. */
  private peopleOutside(): Place[] {
    return this.topology.outsiders.map(({ address }) => {
      return { id: address, kind: "attachment", title: this.told.nameOf(address), rows: [] };
    });
  }

  /** What has no known subnet. */
  private nowhere(): Place[] {
    const { topology, site, told } = this;
    const isLost = ({ address }: { readonly address: string }): boolean => site.of(address) === NOWHERE;
    const rows = [
      ...topology.instances.filter(isLost).map(({ address }) => ({ address, text: `host ${told.nameOf(address)}` })),
      ...topology.services.filter(isLost).map(({ address, nics }) => {
        const names = nics.map(({ subnet }) => told.nameOf(subnet.address));
        return { address, text: `service ${told.nameOf(address)}, in one of ${names.join(", ")}` };
      }),
      ...topology.natGateways
        .filter(isLost)
        .map(({ address }) => ({ address, text: `NAT gateway ${told.nameOf(address)}` })),
      ...topology.loadBalancers.filter(isLost).map((one) => ({ address: one.address, text: balancerTitle(one, told) })),
    ].map(({ address, text }): Row => ({ text, address, flows: told.flowsOf(address), isUncertain: true }));
    if (rows.length === 0) return [];
    return [{ id: NOWHERE, kind: "unknown", title: NOWHERE, rows: few(rows, "things"), isUncertain: true }];
  }

  private doubts(notes: readonly { readonly reason: string }[]): Row[] {
    return notes.slice(0, 1).map(({ reason }) => ({ text: reason, flows: [], isUncertain: true }));
  }
}

/** What is drawn in one box. */
function keyOfHome({ provider, region = "", isRegionLost }: Home): string {
  return [provider, region, isRegionLost === true].join(" ");
}

/** The VPC is named in the input, and nothing else is known of it, not even in which account it is. */
function isOnlyNamed({ home, cidrs, doubts }: Vpc): boolean {
  return home.provider === "" && cidrs.length === 0 && doubts.ranges.length > 0;
}

/** Plain order: asking a locale for it takes longer than the rest of a small picture. What is not known comes last. */
function zonesOf(subnets: readonly Subnet[]): (string | undefined)[] {
  return [...new Set(subnets.map((subnet) => subnet.zone))].sort((a, b) => ((a ?? "~") < (b ?? "~") ? -1 : 1));
}
