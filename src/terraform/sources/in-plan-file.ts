import { isSource, listedModules, type ModuleFiles, Room, SourcesFault } from "./files";
import { filesOfZip, ZipFault } from "./zip";

const FOLDER = "tfconfig/";
const LIST = `${FOLDER}modules.json`;

/**
 * The sources that a plan file holds: Terraform puts the configuration that it planned into it, each module in a folder
 * `m-<key>` of its own (terraform, internal/configs/configload, snapshot).
 * @throws ZipFault @throws SourcesFault
 */
export function filesInPlan(bytes: Buffer): ModuleFiles[] {
  const archive = filesOfZip(bytes);
  if (!archive.has("tfplan")) throw new ZipFault("holds no plan");
  const list = archive.get(LIST);
  if (!list) throw new SourcesFault("are not in it");
  const room = new Room();
  const textOf = (read: () => Buffer): string => {
    const content = read();
    room.take(content.length);
    return content.toString("utf8");
  };
  const byFolder = new Map<string, { name: string; text: string }[]>();
  for (const [path, read] of archive) {
    const [folder = "", name = "", ...more] = path.startsWith(FOLDER) ? path.slice(FOLDER.length).split("/") : [];
    if (more.length > 0 || !isSource(name)) continue;
    const files = byFolder.get(folder) ?? [];
    byFolder.set(folder, files);
    files.push({ name, text: textOf(read) });
  }
  return listedModules(textOf(list)).map(({ key, dir }) => ({ key, dir, files: byFolder.get(`m-${key}`) ?? [] }));
}
