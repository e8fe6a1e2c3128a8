import { Findings } from "../../src/diagram/findings";
import { type Picture, placesOf, type Line } from "../../src/diagram/picture";
import { INTERNET, isNoVpc, Site } from "../../src/diagram/site";
import { countOf } from "../../src/diagram/verdicts";
import { type MatrixEntry, matrixOf } from "../../src/reachability";
import { type Subnet, type Topology, type Vpc } from "../../src/topology";
import { type Drawing } from "../support/drawing";

/** The subnets that an endpoint of the matrix is in or may be in, by the topology and not by the picture. */
function subnetsOf(topology: Topology): (address: string) => readonly Subnet[] {
  const known = new Map<string, Subnet[]>();
  for (const { address, nics, maybe } of topology.instances)
    known.set(
      address,
      (nics[0] ? [nics[0]] : (maybe ?? [])).map((nic) => nic.subnet),
    );
  for (const nic of topology.nics) if (!known.has(nic.address)) known.set(nic.address, [nic.subnet]);
  for (const { address, nodes } of topology.loadBalancers)
    known.set(
      address,
      nodes.map((node) => node.subnet),
    );
  for (const subnet of topology.subnets) known.set(subnet.address, [subnet]);
  return (address) => known.get(address) ?? [];
}

/** The one VPC that an endpoint is in; undefined for the internet and where it is not known. */
function vpcOf(subnets: readonly Subnet[]): Vpc | undefined {
  const [only, ...more] = new Set(subnets.map((subnet) => subnet.vpc));
  return more.length > 0 || !only || isNoVpc(only) ? undefined : only;
}

class Comparison {
  private readonly site: Site;
  private readonly entries: readonly MatrixEntry[];
  private readonly subnetsAt: (address: string) => readonly Subnet[];

  constructor(
    private readonly findings: Findings,
    private readonly picture: Picture,
  ) {
    const { walker } = findings;
    this.site = new Site(walker.topology, picture.isCompact);
    this.entries = matrixOf(walker).entries;
    this.subnetsAt = subnetsOf(walker.topology);
  }

  faults(): string[] {
    return [...this.counts(), ...this.arrows(), ...this.reds(), ...this.words()];
  }

  /** Every line of the matrix is drawn, told to be left out, or told to be undecided: none is both or neither. */
  private counts(): string[] {
    const { found, verdicts } = this.findings;
    const count = (verdict: string): number => this.entries.filter((one) => one.verdict === verdict).length;
    const left = [...found.leftOut.values()].reduce((sum, some) => sum + countOf(some), 0);
    const [allowed, unknown] = [countOf(found.drawn) + left, countOf(verdicts.unknown)];
    const told = (words: RegExp): number =>
      this.picture.notes.flatMap((note) => [...note.matchAll(words)]).reduce((sum, one) => sum + Number(one[1]), 0);
    return [
      ...(allowed === count("ALLOWED") ? [] : [`${allowed} proved, the matrix says ${count("ALLOWED")}`]),
      ...(unknown === count("UNKNOWN") ? [] : [`${unknown} undecided, the matrix says ${count("UNKNOWN")}`]),
      ...(told(/^(\d+) connections? (?:is|are) undecided/g) === unknown ? [] : ["undecided ones are not told"]),
      ...(told(/(?<=lists them\).*)(\d+) (?:inside one|of hosts that|that begin|that are only)/g) === left
        ? []
        : ["what is left out is not told"]),
    ];
  }

  /** Every arrow is an ALLOWED of the matrix, and what is drawn leads from its place to its place. */
  private arrows(): string[] {
    const allowed = new Set(
      this.entries.filter((one) => one.verdict === "ALLOWED").map(({ from, to }) => `${from} > ${to}`),
    );
    const faults: string[] = [];
    const used = new Set<number>();
    this.findings.flows.forEach(({ connections, text }, number) => {
      for (const { from, to } of connections) {
        if (!allowed.has(`${from} > ${to}`)) faults.push(`proved ${from} > ${to} (${text}), not in the matrix`);
        const [start, end] = [this.site.of(from), this.site.of(to)];
        if (start === undefined || end === undefined) faults.push(`${from} > ${to} has no place`);
        else if (start !== end) {
          used.add(number);
          if (!this.leads(start, end, number)) faults.push(`no arrows lead from ${start} to ${end} as flow ${number}`);
        }
      }
      const isFromInternet = text.startsWith("internet →");
      if (isFromInternet && !connections.every(({ from }) => from === INTERNET))
        faults.push(`${text}: not from the internet`);
    });
    const places = new Set(placesOf(this.picture).map((place) => place.id));
    for (const { from, to, kind, flows } of this.picture.lines) {
      for (const end of [from, to]) if (!places.has(end)) faults.push(`a line ends at ${end}, which is no place`);
      if (kind === "flow" && flows.some((one) => !this.findings.flows[one])) faults.push(`${from} - ${to} has no flow`);
    }
    return faults;
  }

  private leads(start: string, end: string, flow: number): boolean {
    const next = new Map<string, string[]>();
    const add = (from: string, to: string): void => void next.set(from, [...(next.get(from) ?? []), to]);
    for (const { kind, from, to, flows, isMutual } of this.picture.lines) {
      if (kind !== "flow" || !flows.includes(flow)) continue;
      add(from, to);
      if (isMutual) add(to, from);
    }
    const seen = new Set([start]);
    for (const one of seen) for (const to of next.get(one) ?? []) seen.add(to);
    return seen.has(end);
  }

  /** No red line between what the matrix says ALLOWED or UNKNOWN of. */
  private reds(): string[] {
    return this.picture.lines
      .filter(({ kind }) => kind === "forbidden")
      .flatMap((line) => {
        const [a, b] = this.endsOf(line);
        const ways = line.isMutual ? [[a, b] as const, [b, a] as const] : [[a, b] as const];
        return ways.flatMap(([from, to]) =>
          this.entries
            .filter(
              (one) =>
                one.verdict !== "DENIED" &&
                this.subnetsAt(one.from).some((subnet) => from.has(subnet)) &&
                this.subnetsAt(one.to).some((subnet) => to.has(subnet)),
            )
            .map((one) => `"no packet" on ${line.from} - ${line.to}, but ${one.from} > ${one.to} is ${one.verdict}`),
        );
      });
  }

  private endsOf({ from, to, between }: Line): readonly [ReadonlySet<Subnet>, ReadonlySet<Subnet>] {
    const { subnets } = this.findings.walker.topology;
    const at = (place: string): Set<Subnet> => new Set(subnets.filter((one) => this.site.ofSubnet(one) === place));
    const named = (address: string): Set<Subnet> => new Set(subnets.filter((one) => one.address === address));
    return between ? [named(between[0]), named(between[1])] : [at(from), at(to)];
  }

  /** What boxes of whole VPCs say of whom they reach. */
  private words(): string[] {
    return placesOf(this.picture)
      .filter(({ kind }) => kind === "vpc")
      .flatMap(({ id, rows }) =>
        rows.flatMap(({ text }) => {
          const said = /^(.*reaches .*), ((?:perhaps )?reached .*)$/.exec(text);
          if (!said) return [];
          return [
            ...this.peersFault(id, said[1] ?? "", ["from", "to"]),
            ...this.peersFault(id, said[2] ?? "", ["to", "from"]),
          ];
        }),
      );
  }

  private peersFault(id: string, text: string, [own, other]: readonly ["from" | "to", "from" | "to"]): string[] {
    const peers = (verdict: string): Set<string> =>
      new Set(
        this.entries.flatMap((entry) => {
          if (entry.verdict !== verdict) return [];
          const [a, b] = [vpcOf(this.subnetsAt(entry[own])), vpcOf(this.subnetsAt(entry[other]))];
          return a?.address === id && b && b !== a ? [b.address] : [];
        }),
      );
    const [proved, unknown] = [peers("ALLOWED"), peers("UNKNOWN")];
    const isSure = !text.includes("perhaps") || /^reache[sd] (?:by )?\d/.test(text);
    const number = isSure ? Number(/\d+/.exec(text)?.[0] ?? 0) : 0;
    return [
      ...(number === proved.size ? [] : [`${id}: "${text}", the matrix has ${proved.size}`]),
      ...(/\b(?:no VPC|none)\b/.test(text) && unknown.size > 0 ? [`${id}: "${text}", but some are UNKNOWN`] : []),
    ];
  }
}

/** Where a picture of the network, with boxes for subnets or for VPCs, says otherwise than its matrix. */
export function contradictionsIn({ walker, options }: Drawing): string[] {
  const findings = new Findings(walker, options);
  return [false, true].flatMap((isCompact) =>
    new Comparison(findings, findings.picture(isCompact))
      .faults()
      .map((fault) => `${isCompact ? "VPCs" : "subnets"}: ${fault}`),
  );
}
