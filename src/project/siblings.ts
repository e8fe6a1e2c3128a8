import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { dashboardName, loadBalancerNames } from "../address-plan/names";
import { type BridgePlan } from "../address-plan/bridge-plan";
import { sidesOf } from "../address-plan/planned-sides";
import { BRIDGE_FILE_ENDING, findBridgeFiles } from "../config/bridge-files";
import { type Fault } from "../config/fault";
import { BRIDGES_FOLDER } from "./project";

/** Texts of which one stands in each file that could be in this bridge's way. */
function marksOf(plan: BridgePlan): string[] {
  const { backend, dns, transit_gateway, logs } = plan.config;
  const sides = sidesOf(plan);
  const marks = [
    ...("path" in backend ? backend.path.split("/").filter((part) => part.endsWith(".tfstate")) : []),
    ...("key" in backend ? [backend.key, backend.bucket] : []),
    ...("workspace" in backend ? [backend.workspace] : []),
    ...sides.map(({ vpc }) => vpc.id),
    ...sides.flatMap(({ subnets }) => subnets.flatMap((one) => [one.existingId, one.existingRouteTable])),
    ...sides.flatMap(({ securityGroups }) => securityGroups),
    ...sides.flatMap(({ attachment }) => [attachment?.id, attachment?.route_table]),
    ...sides
      .flatMap(({ existingNats }) => existingNats)
      .flatMap(({ existingId, subnet }) => [existingId, subnet.existingId, subnet.existingRouteTable]),
    transit_gateway.id,
    dns?.zone_id,
    logs?.bucket,
    dashboardName(plan),
    ...loadBalancerNames(plan),
  ];
  return marks.flatMap((mark) => (mark === undefined ? [] : [mark.toLowerCase()]));
}

/** Larger files are no bridges; neither is what would be waited for. */
const LARGEST_BYTES = 1024 * 1024;

function textOf(path: string): string {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= LARGEST_BYTES ? readFileSync(path, "utf8") : "";
  } catch {
    return "";
  }
}

/** Whether a file may be in the bridge's way, by its text: reading it as a bridge takes a hundred times as long. */
function mayClash(path: string, marks: readonly string[]): boolean {
  const bridge = basename(path, BRIDGE_FILE_ENDING);
  // Named after it: its load balancers, in the client VPC one that the file does not name, in a hub all; and its dashboard.
  const [name, prefix] = [`overlap-${bridge}`, `${bridge}-`];
  const text = textOf(path).toLowerCase();
  return marks.some((mark) => mark === name || mark.startsWith(prefix) || text.includes(mark));
}

/** What a bridge of a project and the others of its folder are in each other's way with, told of the bridge. */
export async function clashesOf(path: string, plan: BridgePlan): Promise<Fault[]> {
  const folder = dirname(path);
  const found = findBridgeFiles(folder);
  if (basename(folder) !== BRIDGES_FOLDER || "fault" in found) return [];
  const marks = marksOf(plan);
  const others = found.files.map((file) => join(folder, file)).filter((other) => other !== path);
  const near = others.filter((other) => mayClash(other, marks));
  if (near.length === 0) return [];
  const { clashesAmong } = await import("../address-plan/load-plans");
  return clashesAmong([path, ...near]).filter(({ file }) => file === path);
}
