import { type KeyPath } from "../config/key-path";
import { type BridgePlan } from "./bridge-plan";
import { type AddressPlan } from "./plan";

const LONGEST_AWS_NAME = 32;

/** The ALB's name: the file's, or overlap-<bridge>. */
export function albName(plan: AddressPlan): string {
  return plan.config.alb.name ?? defaultAlbName(plan.name);
}

export function defaultAlbName(bridge: string): string {
  return `overlap-${bridge}`;
}

/** The names of all load balancers of a bridge, each at most 32 characters. */
export function loadBalancerNames(plan: BridgePlan): string[] {
  if (plan.place === "client") return [albName(plan)];
  return plan.webs.flatMap(({ name, hasAlb, nlbListeners }) => [
    ...(hasAlb ? [hubBalancerName(plan.name, name, "alb")] : []),
    ...(nlbListeners.length > 0 ? [hubBalancerName(plan.name, name, "nlb")] : []),
  ]);
}

/** A load balancer of a web side in a hub: <bridge>-<web>-alb; one that is too long ends in a digest, so that no two are alike. */
export function hubBalancerName(bridge: string, web: string, kind: "alb" | "nlb"): string {
  const name = `${bridge}-${web}-${kind}`;
  if (name.length <= LONGEST_AWS_NAME) return name;
  const end = `-${digestOf([bridge, web])}-${kind}`;
  return name.slice(0, LONGEST_AWS_NAME - end.length).replace(/-$/, "") + end;
}

/** Seven hexadecimal digits that stand for these words. */
function digestOf(words: readonly (string | number)[]): string {
  // Loaded only here: a start that names nothing anew need not wait for it.
  const { createHash } = process.getBuiltinModule("node:crypto");
  return createHash("sha256").update(JSON.stringify(words)).digest("hex").slice(0, 7);
}

/** The dashboard's name: the file's, or overlap-<bridge>; undefined where there is none. */
export function dashboardName({ name, config: { dashboard } }: BridgePlan): string | undefined {
  return dashboard && (dashboard.name ?? `overlap-${name}`);
}

/** A target group, and what of the file it is for. */
interface PlacedGroup extends GroupOfTargets {
  readonly path: KeyPath;
}

/** The target groups of a bridge, those that hand requests by endpoint on to an ALB among them. */
export function targetGroupsOf(plan: BridgePlan): PlacedGroup[] {
  if (plan.place === "client")
    return plan.services.map(({ name, config: { port, protocol } }) => {
      return { name, port, protocol, path: ["services", name] };
    });
  const ofServices = plan.services.map(({ name, config, targetPort: port }): PlacedGroup => {
    const { protocol, target_protocol = "TLS" } = config;
    return { name, port, protocol: protocol === "TLS" ? target_protocol : protocol, path: ["services", name] };
  });
  const handingOn = plan.webs.flatMap((web) =>
    web.nlbListeners.flatMap(({ to, port }): PlacedGroup[] =>
      to.kind === "alb" ? [{ name: `${web.name}-${to.listener}`, port, protocol: "TCP", path: web.path }] : [],
    ),
  );
  return [...ofServices, ...handingOn];
}

/** What a target group's name is made of. */
export interface GroupOfTargets {
  /** The service's name. */
  readonly name: string;
  readonly port: number;
  readonly protocol: "HTTP" | "HTTPS" | "TCP" | "TLS";
}

/**
 * A target group's name: the service's, with a digest of what forces a replacement. So the new group of a changed port or
 * protocol can exist before the old one goes, and two bridges in one account never collide. At most 32 characters.
 */
export function targetGroupName(bridge: string, { name, port, protocol }: GroupOfTargets): string {
  const digest = digestOf([bridge, name, port, protocol]);
  return `${name.slice(0, LONGEST_AWS_NAME - 8)}-${digest}`;
}
