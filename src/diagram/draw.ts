import { type ReachStatement, type Walker } from "../reachability";
import { describeRoute, type Topology, type Vpc } from "../topology";
import { provedFlows } from "./flows";
import { forbiddenLines } from "./forbidden";
import { BoxBuilder } from "./frames";
import { LineDrawer } from "./lines";
import { linksOf } from "./links";
import { paint, type Painted } from "./paint";
import { type Picture, type Row } from "./picture";
import { type Told } from "./rows";
import { Site } from "./site";

export interface DrawOptions {
  /** What the picture is of, e.g. the bridge's name. */
  readonly title: string;
  /** Statements that no packet passes; without them VPCs with common addresses are looked at. */
  readonly forbidden?: readonly ReachStatement[];
  /** VPCs as single boxes; @default - for many VPCs or subnets */
  readonly isCompact?: boolean;
}

const MOST_VPCS = 6;
const MOST_BOXES = 30;

/** Whether each VPC is better one box: nobody reads hundreds of subnets in one picture. */
export function isLarge(topology: Topology): boolean {
  const site = new Site(topology, false);
  const boxes = topology.subnets.filter((subnet) => site.drawnWith(subnet).length > 0).length;
  return topology.vpcs.length > MOST_VPCS || boxes + topology.loadBalancers.length > MOST_BOXES;
}

/** What is proved of a topology: found once, drawn in as much detail as there is room for. */
export class Findings {
  readonly flows: readonly Painted[];
  readonly notes: readonly string[];
  private readonly alike: (address: string) => readonly string[];

  constructor(
    readonly walker: Walker,
    readonly options: DrawOptions,
  ) {
    const { proved, notes, alike } = provedFlows(walker);
    this.alike = alike;
    this.flows = paint(proved);
    this.notes = notes;
  }

  /** The topology as boxes and lines. */
  picture(isCompact: boolean): Picture {
    const { topology } = this.walker;
    const site = new Site(topology, isCompact);
    const drawer = new LineDrawer(topology, site);
    const passing = new Map<string, Set<number>>();
    const pass = (address: string, number: number): void => {
      const numbers = passing.get(address);
      if (numbers) numbers.add(number);
      else passing.set(address, new Set([number]));
    };
    this.flows.forEach(({ connections }, number) => {
      for (const one of connections) {
        drawer.draw(one, number);
        for (const address of [...this.alike(one.from), ...this.alike(one.to)]) pass(address, number);
        if (one.about.service !== undefined) pass(one.about.service, number);
        for (const hop of [...one.walk.forward, ...one.walk.back]) {
          pass(hop.address, number);
          if (hop.route) pass(hop.route.address, number);
        }
      }
    });
    const told: Told = {
      flowsOf: (address) => [...(passing.get(address) ?? [])].sort((a, b) => a - b),
      markOf: () => undefined,
      isTold: (subnet, route) => drawer.told.has(`${subnet.address} ${describeRoute(route)}`),
    };
    const boxes = new BoxBuilder(site, told, (vpc) => this.reach(vpc)).build();
    const flowLines = drawer.result();
    const forbidden = forbiddenLines(this.walker, site, this.options.forbidden);
    const drawn = [...flowLines, ...forbidden.lines];
    const links = linksOf(topology, site, drawn, told);
    const unread = topology.unreadable.length;
    return {
      title: this.options.title,
      ...boxes,
      lines: [...drawn, ...links],
      flows: this.flows.map((flow) => flow.text),
      notes: [
        ...forbidden.notes,
        ...this.notes,
        ...(unread > 0
          ? [`${unread} ${unread === 1 ? "resource" : "resources"} could not be read (overlap matrix names them)`]
          : []),
      ],
      isCompact,
    };
  }

  /** Whom a VPC reaches and who reaches it. */
  private reach(vpc: Vpc): Row[] {
    const to = new Set<string>();
    const from = new Set<string>();
    const flows = new Set<number>();
    this.flows.forEach(({ connections }, number) => {
      for (const { about } of connections) {
        if (about.kind !== "vpcs") continue;
        if (about.from === vpc.address) to.add(about.to);
        if (about.to === vpc.address) from.add(about.from);
        if (about.from === vpc.address || about.to === vpc.address) flows.add(number);
      }
    });
    const count = (n: number): string => (n === 0 ? "no VPC" : n === 1 ? "1 VPC" : `${n} VPCs`);
    const text = `reaches ${count(to.size)}, reached by ${from.size}`;
    return [{ text, flows: [...flows].sort((a, b) => a - b) }];
  }
}
