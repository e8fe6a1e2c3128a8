import { type BridgeConfig } from "../config/schema";

type Body = Readonly<Record<string, unknown>>;

function bodyOf(json: unknown): Body {
  const one: unknown = [json].flat()[0];
  return typeof one === "object" && one !== null ? (one as Body) : {};
}

/** What names the place of a state, in each kind of backend (Terraform language, "Backend block", "HCP Terraform settings"). */
function namesOf(backend: BridgeConfig["backend"], written: Body): readonly (readonly [unknown, unknown])[] {
  switch (backend.type) {
    case "local":
      return [[typeof written["path"] === "string" && written["path"].endsWith(`../${backend.path}`), true]];
    case "s3":
      return [
        [written["bucket"], backend.bucket],
        [written["key"], backend.key],
      ];
    case "cloud":
      return [
        [written["hostname"], backend.hostname],
        [written["organization"], backend.organization],
        [bodyOf(written["workspaces"])["name"], backend.workspace],
      ];
  }
}

/** Whether a stack keeps its state, and runs, where its bridge's file says, and nowhere else. */
export function keepsStateAt(stack: Body, backend: BridgeConfig["backend"]): boolean {
  const settings = bodyOf(stack["terraform"]);
  const isCloud = backend.type === "cloud";
  if ((isCloud ? settings["backend"] : settings["cloud"]) !== undefined) return false;
  const kinds = bodyOf(settings["backend"]);
  if (!isCloud && Object.keys(kinds).join() !== backend.type) return false;
  const written = bodyOf(isCloud ? settings["cloud"] : kinds[backend.type]);
  return namesOf(backend, written).every(([is, should]) => is === should);
}
