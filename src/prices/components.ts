/** What AWS charges a price for. `once` is charged for each time that it is done, everything else by time or by what passes. */
export type Unit = "hour" | "month" | "gb" | "once";

interface ComponentRow {
  /** The units that a price of it has; the first one that is no `gb` is its fixed price. */
  readonly units: readonly Unit[];
  readonly words: readonly [one: string, many: string];
}

/**
 * What is counted, by its name in a price file. A load balancer's `gb` is the price of one capacity unit, which one gigabyte an
 * hour takes; many connections or rules take more (Elastic Load Balancing pricing).
 */
export const COMPONENTS = {
  nat_gateway: { units: ["hour", "gb"], words: ["NAT gateway", "NAT gateways"] },
  transit_gateway_attachment: {
    units: ["hour", "gb"],
    words: ["transit gateway attachment", "transit gateway attachments"],
  },
  application_load_balancer: { units: ["hour", "gb"], words: ["ALB", "ALBs"] },
  network_load_balancer: { units: ["hour", "gb"], words: ["NLB", "NLBs"] },
  /** Of an endpoint in two zones there are two. */
  interface_endpoint: { units: ["hour", "gb"], words: ["endpoint interface", "endpoint interfaces"] },
  lattice_service: { units: ["hour", "gb"], words: ["VPC Lattice service", "VPC Lattice services"] },
  /** Within a zone; what crosses zones costs `cross_zone` besides. */
  vpc_peering: { units: ["gb"], words: ["peering", "peerings"] },
  /** Each way: a gigabyte that changes zones is charged where it leaves and where it arrives. */
  cross_zone: { units: ["gb"], words: ["zone crossed", "zones crossed"] },
  hosted_zone: { units: ["month"], words: ["hosted zone", "hosted zones"] },
  alarm: { units: ["month"], words: ["metric with an alarm", "metrics with alarms"] },
  dashboard: { units: ["month"], words: ["dashboard", "dashboards"] },
  kms_key: { units: ["month"], words: ["KMS key", "KMS keys"] },
  public_ipv4: { units: ["hour"], words: ["public IPv4 address", "public IPv4 addresses"] },
  volume_gp3: { units: ["month"], words: ["GB of gp3 volumes", "GB of gp3 volumes"] },
  /** Of Reachability Analyzer. */
  path_analysis: { units: ["once"], words: ["path analysis", "path analyses"] },
} as const satisfies Record<string, ComponentRow>;

export type ComponentName = keyof typeof COMPONENTS;

/** An instance type begins so in a component's name. */
const INSTANCE = "instance:";
export type InstanceComponent = `${typeof INSTANCE}${string}`;

/** What is counted: a component of the table, or an instance of a type, as Linux on demand. */
export type Component = ComponentName | InstanceComponent;

export function instanceOf(type: string): InstanceComponent {
  return `${INSTANCE}${type}`;
}

/** The type of an instance; undefined for any other component. */
export function instanceTypeOf(component: Component): string | undefined {
  return component.startsWith(INSTANCE) ? component.slice(INSTANCE.length) : undefined;
}

/** Units of an instance's price. */
export const INSTANCE_UNITS: readonly Unit[] = ["hour", "month"];

export function unitsOf(component: Component): readonly Unit[] {
  return instanceTypeOf(component) === undefined ? COMPONENTS[component as ComponentName].units : INSTANCE_UNITS;
}

/** A number of them in words: "2 NAT gateways". */
export function countedWords(component: Component, count: number | undefined): string {
  const type = instanceTypeOf(component);
  const number = count === undefined ? "an unknown number of" : String(count);
  if (type !== undefined) return `${number} ${type} ${count === 1 ? "instance" : "instances"}`;
  return `${number} ${COMPONENTS[component as ComponentName].words[count === 1 ? 0 : 1]}`;
}

/** What one of it is called. */
export function componentWords(component: Component): string {
  const type = instanceTypeOf(component);
  return type === undefined ? COMPONENTS[component as ComponentName].words[0] : `${type} instance`;
}
