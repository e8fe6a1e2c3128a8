import { type Dialect } from "./dialects";
import { type Port, type Uplinks } from "./places";
import { block } from "./space";

/** Whether an interface is that of an endpoint that inspects. */
export function isInspection({ kind }: Port): boolean {
  return kind === "inspection";
}

/**
 * What a packet has been through, told by its DSCP field: behind an endpoint the cable that it comes from doesn't tell it
 * any more. Nothing in a lab sets the field on its own.
 */
const FOREIGN = 1;
const INSPECTED = 2;
const BOTH = 3;

/** A packet that a transit gateway has brought and that has not been sent anew since. */
export function isForeign({ header }: Dialect): string {
  return `${header} dscp { ${FOREIGN}, ${BOTH} }`;
}

/** A packet whose sender's groups are not seen any more (VPC user guide, security group referencing). */
export function isNotInspected({ header }: Dialect): string {
  return `${header} dscp != { ${INSPECTED}, ${BOTH} }`;
}

/** The cables of a VPC's router by what their packets have been through. */
interface MarkedCables {
  /** From who sends anew: hosts, nodes, NAT gateways, the internet. */
  readonly fresh: readonly string[];
  readonly peers: readonly string[];
  readonly attachments: readonly string[];
  readonly endpoints: readonly string[];
}

interface Site {
  /** The VPC's interfaces. */
  readonly own: readonly Port[];
  readonly uplinks: Uplinks;
}

function namesOf(ports: readonly Port[]): string[] {
  return ports.map(({ cable }) => cable);
}

function cablesOf({ own, uplinks: { peerings, internet, egress } }: Site): MarkedCables {
  const attachments = own.filter(({ kind }) => kind === "attachment");
  const others = own.filter(({ kind }) => kind !== "attachment" && kind !== "inspection");
  return {
    fresh: [...namesOf(others), ...[internet, egress].filter((one) => one !== undefined)],
    peers: [...peerings.values()],
    attachments: namesOf(attachments),
    endpoints: namesOf(own.filter(isInspection)),
  };
}

/** Keeps the marks right in a VPC's router; nothing in a lab where nothing inspects. */
export function marking(site: Site, all: readonly Port[], dialect: Dialect): string[] {
  return all.some(isInspection) ? rulesFor(cablesOf(site), dialect) : [];
}

function rulesFor({ fresh, peers, attachments, endpoints }: MarkedCables, { header }: Dialect): string[] {
  const from = (cables: readonly string[], ...rules: string[]): string[] =>
    cables.length === 0 ? [] : rules.map((rule) => `iifname { ${cables.map((one) => `"${one}"`).join(", ")} } ${rule}`);
  const to = (rule: string): string => `oifname { ${endpoints.map((one) => `"${one}"`).join(", ")} } ${rule}`;
  const change = (was: number, is: number): string => `${header} dscp ${was} ${header} dscp set ${is}`;
  return block(`table ${header} passed`, [
    ...block("chain arrive", [
      "type filter hook prerouting priority mangle; policy accept;",
      ...from(fresh, `${header} dscp set 0`),
      ...from(peers, change(FOREIGN, 0), change(BOTH, INSPECTED)),
      ...from(attachments, change(INSPECTED, BOTH), change(0, FOREIGN)),
    ]),
    ...(endpoints.length === 0
      ? []
      : block("chain inspect", [
          "type filter hook forward priority 20; policy accept;",
          to(change(FOREIGN, BOTH)),
          to(change(0, INSPECTED)),
        ])),
  ]);
}
