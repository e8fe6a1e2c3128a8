import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { albName } from "../address-plan/names";
import { type AddressPlan } from "../address-plan/plan";
import { BRIDGE_FILE_ENDING, findBridgeFiles } from "../config/bridge-files";
import { type Fault } from "../config/fault";
import { BRIDGES_FOLDER } from "./project";

/** Texts of which one stands in each file that could be in this bridge's way. */
function marksOf(plan: AddressPlan): string[] {
  const { backend, client, web, transit_gateway, logs } = plan.config;
  const subnets = [...Object.values(client.subnets), ...Object.values(web.subnets)];
  const marks = [
    ...("path" in backend ? backend.path.split("/").filter((part) => part.endsWith(".tfstate")) : []),
    ...("key" in backend ? [backend.key, backend.bucket] : []),
    ...("workspace" in backend ? [backend.workspace] : []),
    client.vpc.id,
    web.vpc.id,
    ...subnets.flatMap(({ id, route_table }) => [id, route_table]),
    ...(web.security_groups ?? []),
    transit_gateway.id,
    logs?.bucket,
    albName(plan),
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
  // Its ALB is named after it where it names none.
  const name = `overlap-${basename(path, BRIDGE_FILE_ENDING)}`;
  const text = textOf(path).toLowerCase();
  return marks.some((mark) => mark === name || text.includes(mark));
}

/** What a bridge of a project and the others of its folder are in each other's way with, told of the bridge. */
export async function clashesOf(path: string, plan: AddressPlan): Promise<Fault[]> {
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
