import { formatIpv4, type Ipv4 } from "../../ipv4";
import { type FileConfig } from "../file-config";
import { type Finding } from "../fault";
import { patchAt } from "../patch";
import { finding, mendable } from "./finding";

/** What services of every place say. */
interface AnyService {
  readonly targets: readonly Ipv4[];
  readonly health: { readonly timeout: number; readonly interval: number };
}

/** A file without a service. */
export function noService({ services }: FileConfig): Finding[] {
  if (Object.keys(services).length > 0) return [];
  return [finding(["services"], "has-service", "names no service", "write at least one service with targets")];
}

/** A check that lasts longer than the time until the next one. */
export function healthTimes({ services }: FileConfig): Finding[] {
  return Object.entries<AnyService>(services).flatMap(([name, { health }]) => {
    if (health.timeout < health.interval) return [];
    const path = ["services", name, "health", "timeout"];
    const message = `must be shorter than the interval of ${health.interval} s`;
    const fix = "write a shorter timeout or a longer interval";
    return [mendable(finding(path, "health-times", message, fix), patchAt(path, health.interval - 1))];
  });
}

/** A target that is listed twice. */
export function distinctTargets({ services }: FileConfig): Finding[] {
  return Object.entries<AnyService>(services).flatMap(([name, { targets }]) => {
    const path = ["services", name, "targets"];
    if (new Set(targets).size === targets.length) return [];
    const patch = patchAt(path, [...new Set(targets)].map(formatIpv4));
    return targets.flatMap((target, i) => {
      if (targets.indexOf(target) === i) return [];
      return [mendable(finding([...path, i], "distinct-targets", "is listed twice", "list each target once"), patch)];
    });
  });
}
