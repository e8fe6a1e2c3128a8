import { type ReachStatement, type Walker } from "../reachability";
import { describeRoute, type Topology } from "../topology";
import { type ProvedFlows, provedFlows } from "./proved-flows";
import { Forbidding } from "./red-lines";
import { BoxBuilder } from "./frames";
import { LineDrawer } from "./lines";
import { linksOf } from "./links";
import { notesOf } from "./notes";
import { paint, type Painted } from "./paint";
import { type Picture } from "./picture";
import { Reach } from "./reach";
import { shownPicture } from "./shown-picture";
import { type Told } from "./rows";
import { Naming, type Names } from "./naming";
import { Site } from "./site";
import { isJoinedBy, statedFlows } from "./stated-flows";
import { addTo, Verdicts } from "./verdicts";

export interface DrawOptions {
  /** What the picture is of, e.g. the bridge's name. */
  readonly title: string;
  /** Statements that no packet passes; without them VPCs with common addresses are looked at. */
  readonly forbidden?: readonly ReachStatement[];
  /** Statements that packets get to addresses which something on the way translates; @default - none */
  readonly translated?: readonly ReachStatement[];
  /** What people call things, by Terraform address; @default - the address without its type */
  readonly names?: Names;
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
  readonly verdicts: Verdicts;
  readonly found: ProvedFlows;

  constructor(
    readonly walker: Walker,
    readonly options: DrawOptions,
  ) {
    this.verdicts = new Verdicts(walker);
    this.found = provedFlows(walker, this.verdicts);
    const naming = new Naming(walker.topology, options.names);
    const proved = [...this.found.proved, ...statedFlows(walker, options.translated ?? [])];
    this.flows = paint(proved, (address) => naming.of(address));
  }

  /** The topology as boxes and lines. */
  picture(isCompact: boolean): Picture {
    const { topology } = this.walker;
    const site = new Site(topology, isCompact, this.options.names);
    const drawer = new LineDrawer(topology, site);
    const passing = this.draw(drawer);
    const told: Told = {
      nameOf: (address) => site.naming.of(address),
      flowsOf: (address) => [...(passing.get(address) ?? [])].sort((a, b) => a - b),
      markOf: () => undefined,
      isTold: (subnet, route) => drawer.told.has(`${subnet.address} ${describeRoute(route)}`),
      isTaken: (subnet, route) => drawer.taken.has(`${subnet.address} ${describeRoute(route)}`),
    };
    const reach = new Reach(this.walker.topology, this.verdicts, this.flows);
    const boxes = new BoxBuilder(site, told, (scope) => reach.rowsOf(scope)).build();
    const flowLines = drawer.result();
    const isJoined = isJoinedBy(this.options.translated ?? []);
    const forbidden = new Forbidding(this.walker, this.verdicts, site, isJoined).draw(this.options.forbidden);
    const drawn = [...flowLines, ...forbidden.lines];
    const picture: Picture = {
      title: this.options.title,
      ...boxes,
      lines: [...drawn, ...linksOf(topology, site, drawn, told)],
      flows: this.flows.map((flow) => flow.text),
      notes: [...forbidden.notes, ...notesOf(topology, this.verdicts, this.found.leftOut)],
      isCompact,
    };
    return shownPicture(picture, topology.secrets);
  }

  /** Draws every flow. @returns the flows that come by a thing, by its address */
  private draw(drawer: LineDrawer): ReadonlyMap<string, ReadonlySet<number>> {
    const passing = new Map<string, Set<number>>();
    const pass = (address: string, number: number): void => addTo(passing, address, number);
    this.flows.forEach(({ connections }, number) => {
      for (const one of connections) {
        drawer.draw(one, number);
        for (const address of [...this.verdicts.alike(one.from), ...this.verdicts.alike(one.to)]) pass(address, number);
        if (one.about.service !== undefined) pass(one.about.service, number);
        // Of an end that may be in several subnets the walk is that of one.
        for (const hop of one.isAnyOf ? [] : [...one.walk.forward, ...one.walk.back]) {
          pass(hop.address, number);
          if (hop.route) pass(hop.route.address, number);
        }
      }
    });
    return passing;
  }
}
