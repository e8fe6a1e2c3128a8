import { formatCidr } from "../ipv4";
import { type Subnet, type Topology, type TransitGateway, type Vpc } from "../topology";
import { type Frame, type Place, type Row } from "./picture";
import { balancerRows, balancerTitle, few, isSteered, subnetRows, targetText, type Told, transitRows } from "./rows";
import { accountId, INTERNET, rangesOf, type Site, zoneId } from "./site";
import { nameOf, plain, shorten } from "./text";

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
    /** More rows for a VPC that is drawn as one box. */
    private readonly more: (vpc: Vpc) => readonly Row[],
  ) {
    this.topology = site.topology;
  }

  build(): Boxes {
    const { topology, site } = this;
    const providers = [...new Set(topology.vpcs.map((vpc) => vpc.provider))];
    const isIn = (provider: string) => topology.vpcs.filter((vpc) => vpc.provider === provider);
    const frames = (vpcs: readonly Vpc[]): Frame[] => (site.isCompact ? [] : vpcs.map((vpc) => this.vpcFrame(vpc)));
    const places = (vpcs: readonly Vpc[]): Place[] => (site.isCompact ? vpcs.map((vpc) => this.vpcPlace(vpc)) : []);
    const accounts: Frame[] =
      providers.length > 1
        ? providers.map((provider) => ({
            id: accountId(provider),
            kind: "account",
            title: `provider ${shorten(plain(provider === "" ? "aws" : provider), 60)}`,
            frames: frames(isIn(provider)),
            places: places(isIn(provider)),
          }))
        : frames(topology.vpcs);
    return {
      frames: accounts.map((frame) => this.markedFrame(frame)),
      places: [
        ...(providers.length > 1 ? [] : places(topology.vpcs)),
        ...topology.transitGateways.flatMap((gateway) => this.gatewayPlaces(gateway)),
        ...this.outside(),
      ].map((place) => this.markedPlace(place)),
    };
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

  private vpcFrame(vpc: Vpc): Frame {
    // Plain order: asking a locale for it takes longer than the rest of a small picture. What is not known comes last.
    const zones = [...new Set(vpc.subnets.map((subnet) => subnet.zone))].sort((a, b) =>
      (a ?? "~") < (b ?? "~") ? -1 : 1,
    );
    const balancers = this.topology.loadBalancers.filter((one) => one.nodes[0]?.subnet.vpc === vpc);
    return {
      id: vpc.address,
      kind: "vpc",
      title: `VPC ${nameOf(vpc.address)}`,
      subtitle: rangesOf(vpc),
      frames: zones.map((zone) => this.zoneFrame(vpc, zone)),
      places: [
        ...balancers.map((one): Place => ({
          id: one.address,
          kind: "load-balancer",
          title: balancerTitle(one),
          rows: balancerRows(one, this.told),
        })),
        ...this.topology.internetGateways
          .filter((one) => one.vpc === vpc)
          .map((one): Place => ({
            id: one.address,
            kind: "internet-gateway",
            title: `internet gateway ${nameOf(one.address)}`,
            rows: this.doubts(one.notes),
          })),
      ],
    };
  }

  private zoneFrame(vpc: Vpc, zone: string | undefined): Frame {
    const own = vpc.subnets.filter((subnet) => subnet.zone === zone);
    return {
      id: zoneId(vpc, zone),
      kind: "zone",
      title: zone === undefined ? "zone not known" : shorten(plain(zone), 40),
      frames: [],
      places: own.flatMap((subnet) => this.subnetPlace(subnet)),
    };
  }

  private subnetPlace(subnet: Subnet): Place[] {
    const all = this.site.drawnWith(subnet);
    if (all.length === 0) return [];
    const range = subnet.cidr ? formatCidr(subnet.cidr) : "range not known";
    const rows = subnetRows(this.topology, subnet, this.told);
    if (all.length === 1)
      return [{ id: subnet.address, kind: "subnet", title: nameOf(subnet.address), subtitle: range, rows }];
    const names = all.map((one): Row => ({
      text: `${nameOf(one.address)} ${one.cidr ? formatCidr(one.cidr) : ""}`,
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
    const isUncertain = vpc.notes.length > 0 || vpc.subnets.some((one) => one.tableNotes.length > 0);
    return {
      id: vpc.address,
      kind: "vpc",
      title: `VPC ${nameOf(vpc.address)}`,
      subtitle: rangesOf(vpc),
      rows: [
        { text: things.join(", ") || "empty", flows: [] },
        ...this.routeSummary(vpc),
        ...this.more(vpc),
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
          route.target.kind === "transit-gateway" ? nameOf(route.target.gateway.address) : targetText(route.target);
        return [`${isSteered(route, subnet) ? "steered: " : ""}${formatCidr(route.cidr)} → ${to}`];
      });
      const [first] = texts;
      if (first !== undefined) {
        const text = texts.length > 1 ? `${shorten(first, 36)} and ${texts.length - 1} more` : first;
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
        title: `transit gateway ${nameOf(gateway.address)}`,
        rows: [
          ...(tables.length === 0 ? [none] : tables.flatMap((table) => transitRows(table, this.told))),
          ...this.doubts(gateway.notes),
        ],
      },
      ...foreign.map((one): Place => ({
        id: one.address,
        kind: "attachment",
        title: `attachment ${nameOf(one.address)}`,
        rows: [{ text: "what is behind it is not in Terraform", flows: [], isUncertain: true }],
      })),
    ];
  }

  /** What belongs to no VPC: the internet, peerings, tables of gateways that aren't in the input, hosts anywhere. */
  private outside(): Place[] {
    const { topology, site } = this;
    const places: Place[] = [];
    if (topology.internetGateways.length > 0)
      places.push({ id: INTERNET, kind: "internet", title: "internet", rows: [] });
    for (const { address, isPending, crossesRegions } of topology.peerings) {
      const rows: Row[] = [
        ...(isPending ? [{ text: "not accepted yet", flows: [], isUncertain: true }] : []),
        ...(crossesRegions ? [{ text: "between regions", flows: [] }] : []),
      ];
      places.push({ id: address, kind: "peering", title: `peering ${nameOf(address)}`, rows });
    }
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
          title: `internet gateway ${nameOf(gateway.address)}`,
          rows: this.doubts([{ reason: "its VPC is not known" }]),
        });
    const lost = [
      ...topology.instances
        .filter(({ nics }) => nics.length === 0)
        .map(({ address, notes }) => ({ address, text: `host ${nameOf(address)}`, reason: notes[0]?.reason })),
      ...topology.natGateways
        .filter(({ subnet }) => !subnet)
        .map(({ address, notes }) => ({ address, text: `NAT gateway ${nameOf(address)}`, reason: notes[0]?.reason })),
      ...topology.loadBalancers
        .filter(({ nodes }) => nodes.length === 0)
        .map((one) => ({ address: one.address, text: balancerTitle(one), reason: one.notes[0]?.reason })),
    ].filter(({ address }) => !site.isCompact || site.of(address) === undefined || site.of(address) === address);
    if (lost.length > 0)
      places.push({
        id: "place not known",
        kind: "unknown",
        title: "place not known",
        rows: few(
          lost.map(({ address, text }): Row => ({ text, address, flows: [], isUncertain: true })),
          "things",
        ),
        isUncertain: true,
      });
    return places;
  }

  private doubts(notes: readonly { readonly reason: string }[]): Row[] {
    return notes.slice(0, 1).map(({ reason }) => ({ text: shorten(plain(reason), 44), flows: [], isUncertain: true }));
  }
}
