import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { type BridgePlan } from "../address-plan/bridge-plan";
import { type Fault, formatFault, formatKey } from "../config/fault";
import { type TerraformKind, STDIN } from "../terraform";
import { FORMATS, stackFile } from "../stacks/stack-file";
import { OutputFault } from "../stacks/output-fault";
import { modulesOf, refuseForeign, refuseLink, refuseOtherState, refuseUnjudged } from "../stacks/stack-folder";
import { type ChosenFile, chosenFiles, shownAs, wordOf } from "../project/chosen-files";
import { type Surroundings } from "../project/surroundings";
import { hiddenIn } from "../project/hiding";
import { UserError } from "../project/user-error";
import { networkOf, networkOfFile, readFile, type ReadFile, readInput, type ReadNetwork } from "../project/network-of";
import { bridgeNameIn } from "../requirements/found-roles";
import { isBridgeName } from "../config/bridge-name";
import { fileNamed } from "./named-file";
import { BRIDGES_FOLDER, OUTPUT_FOLDER } from "../project/project";
import { verify } from "./promises";
import { clashesOf } from "../project/siblings";
import { ageOf } from "../project/synthesized";

export interface SourceOptions {
  readonly synth?: string;
  readonly plan?: string;
  readonly state?: string;
  /** Captures and folders of the AWS CLI's outputs, judged together. */
  readonly account?: readonly string[];
  /** The folder with the sources of the plan's configuration. */
  readonly config?: string;
}

/** What reading a bridge file answers. */
type LoadedPlan = { plan: BridgePlan } | { faults: readonly Fault[] };

/** Whoever names no bridge need not wait for what reads one. */
async function loadPlanOf(file: ChosenFile): Promise<LoadedPlan> {
  const { loadPlan, planOf } = await import("../address-plan/load-plans");
  if (file.path !== STDIN) return loadPlan(file.path);
  const { loadChosen } = await import("../project/load-chosen");
  return planOf(loadChosen(file));
}

/** The plan of the bridge file that is named. @throws UserError with its first fault, or when there is none */
export async function bridgeNamed(io: Surroundings, name: string): Promise<BridgePlan> {
  const [file] = chosenFiles(io, name);
  if (!file) throw new UserError({ rule: "no-such-bridge", input: name }, `there is no bridge "${name}"`);
  return bridgeOf(file);
}

/** What is wrong with a file that was read: its own faults, or what it and the project's others are in each other's way with. */
async function faultsOf(file: ChosenFile, loaded: LoadedPlan): Promise<readonly Fault[]> {
  const { path, project } = file;
  if ("plan" in loaded) return project === undefined ? [] : clashesOf(path, loaded.plan);
  if (project === undefined || dirname(path) !== join(project, BRIDGES_FOLDER)) return loaded.faults;
  // What is suggested instead keeps off the bridges beside it.
  const [{ filesBeside, planOf }, { loadChosen }] = await Promise.all([
    import("../address-plan/load-plans"),
    import("../project/load-chosen"),
  ]);
  const told = planOf(loadChosen(file), filesBeside(dirname(path)).elsewhere(path));
  return "plan" in told ? [] : told.faults;
}

/** The plan of a bridge file, checked. @throws UserError with its first fault */
export async function bridgeOf(file: ChosenFile): Promise<BridgePlan> {
  const loaded = await loadPlanOf(file);
  const faults = await faultsOf(file, loaded);
  if ("plan" in loaded && faults.length === 0) return loaded.plan;
  const [fault] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more: overlap check ${wordOf(file.shown)})` : "";
  if (!fault) throw new UserError({ rule: "file-readable", input: file.shown }, `${file.shown} can't be read`);
  const { rule, line, path } = fault;
  const refusal = { rule, input: file.shown, line, key: formatKey(path) };
  throw new UserError(refusal, `${formatFault(shownAs(file, fault))}${more}`);
}

/** What the options name: a file of Terraform's, or accounts. */
type Source = readonly [TerraformKind, string] | readonly ["account", readonly string[]];

function chosenSource(options: SourceOptions): Source | undefined {
  const { account = [] } = options;
  const files = (["synth", "plan", "state"] as const).flatMap((kind): Source[] => {
    const file = options[kind];
    return file === undefined ? [] : [[kind, file]];
  });
  const given: Source[] = account.length > 0 ? [...files, ["account", account]] : files;
  const named = given.map(([kind]) => `--${kind}`);
  if (given.length > 1)
    throw new UserError({ rule: "one-source", input: named.join(" ") }, `give only one of ${named.join(", ")}`);
  if (options.config !== undefined && options.plan === undefined)
    throw new UserError(
      { rule: "config-without-plan", input: "--config" },
      "--config names the sources of a plan; give --plan FILE too",
    );
  return given[0];
}

/** The file that the options name, a plan with its sources. */
async function sourceFile(io: Surroundings, source: Source, config?: string): Promise<ReadFile> {
  if (source[0] === "account") {
    const { readAccountInput } = await import("./account-input");
    return readAccountInput(io, source[1]);
  }
  const [kind, name] = source;
  if (kind !== "plan") {
    const { path, shown } = fileNamed(io, name);
    return readFile(path, shown, kind);
  }
  const { readPlanInput, tellDisagreements } = await import("./plan-input");
  const file = readInput(await readPlanInput(io, name, config));
  tellDisagreements(io, file.shown, file.graph);
  return file;
}

/** The network of an input; an account keeps no boot scripts, so they are known by their bridge's stack. */
async function networkOfInput(file: ReadFile, bridge: BridgePlan | undefined): Promise<ReadNetwork> {
  const hasAppliance = bridge?.place === "client" && bridge.appliance !== undefined;
  if (!hasAppliance || !file.graph.isWhole) return networkOfFile(file, bridge);
  const { withScriptsOf } = await import("./known-scripts");
  return networkOfFile(withScriptsOf(file, bridge), bridge);
}

/** The file that the options name; undefined where they name none. @throws UserError with one line that says what and what to do */
export async function sourceNamed(io: Surroundings, options: SourceOptions): Promise<ReadFile | undefined> {
  const source = chosenSource(options);
  return source && sourceFile(io, source, options.config);
}

/** A bridge that belongs to no project is synthesized for this once. */
async function passingNetwork(file: ChosenFile, bridge: BridgePlan): Promise<ReadNetwork> {
  const { synthesizedFor } = await import("../project/passing-synthesis");
  return synthesizedFor(bridge, (path) => networkOf(path, `${file.shown}, synthesized`, "synth", bridge));
}

/**
 * The network of a stack in its folder, when what Terraform would read there is what was judged.
 * @throws UserError that names what is there besides
 */
function ofStack(network: ReadNetwork, path: string, shown: string): ReadNetwork {
  const own = (place: string): string => join(dirname(shown), relative(dirname(path), place));
  try {
    refuseLink(dirname(dirname(path)));
    refuseForeign(dirname(path), [FORMATS.json]);
    const bytes = readFileSync(path);
    if (createHash("sha256").update(bytes).digest("hex") !== network.sha256)
      throw new UserError(
        { rule: "changed", input: shown },
        `${shown}: was changed while it was judged; run this again`,
      );
    refuseUnjudged(path, bytes.toString("utf8"));
    if (network.bridge) refuseOtherState(path, bytes.toString("utf8"), network.bridge.config.backend);
    const modules = modulesOf(dirname(path), bytes.toString("utf8"));
    return modules.length === 0 ? network : { ...network, modules };
  } catch (error) {
    if (error instanceof OutputFault)
      throw new UserError({ rule: "stack-folder", input: own(error.path) }, `${own(error.path)}: ${error.reason}`);
    throw error;
  }
}

/** The network of the stack that a project has of its bridge; synthesized anew when it is not what the file says now. */
async function ownNetwork(
  io: Surroundings,
  file: ChosenFile,
  project: string,
  bridge: BridgePlan,
): Promise<ReadNetwork> {
  const outdir = join(project, OUTPUT_FOLDER);
  const path = stackFile(outdir, bridge.name);
  const shown = relative(io.cwd(), path);
  const age = ageOf(outdir, bridge.name, file.path);
  switch (age) {
    case "current":
      break;
    case "no file":
      throw new UserError(
        { rule: "no-regular-file", input: shown },
        `${shown}: is not a regular file; remove it and run npm start`,
      );
    case "hcl":
      throw new UserError(
        { rule: "hcl", input: shown },
        `${shown}: is not there, cdktf wrote HCL instead; run npm start for the JSON that is judged`,
      );
    case "missing":
    case "stale": {
      const { synthesizeProved } = await import("../project/synthesis");
      const kept = () => ({});
      await synthesizeProved([{ plan: bridge, path: file.path }], { outdir, prove: verify, shown: () => shown, kept });
      const why = age === "missing" ? "was not there" : `was not what ${file.shown} and the program say now`;
      io.stderr.lines([`overlap: ${shown}: ${why}; synthesized anew`]);
    }
  }
  return ofStack(networkOf(path, shown, "synth", bridge), path, shown);
}

/**
 * Reads what the options name, or what was synthesized last for the bridge.
 * @throws UserError with one line that says what and what to do
 */
export async function readNetwork(
  io: Surroundings,
  name: string | undefined,
  options: SourceOptions,
): Promise<ReadNetwork> {
  const source = chosenSource(options);
  const [file] = name === undefined ? [] : chosenFiles(io, name);
  if (file?.path === STDIN && source?.[1] === STDIN)
    throw new UserError(
      { rule: "stdin-twice", input: `bridge --${source[0]}` },
      `bridge and --${source[0]} can't both be ${STDIN}: standard input is read once; give one a file`,
    );
  const bridge = file && (await bridgeOf(file));
  if (source) return networkOfInput(await sourceFile(io, source, options.config), bridge);
  if (!bridge)
    throw new UserError(
      { rule: "no-bridge-named", input: "bridge" },
      "name a bridge, or give --synth FILE, --plan FILE, --state FILE or --account FILE",
    );
  return file.project === undefined ? passingNetwork(file, bridge) : ownNetwork(io, file, file.project, bridge);
}

/**
 * Reads what the options name, and the bridge that it is of when none is named: a stack says so itself, and so do its
 * plans and its state. Somebody else's input can only choose among this project's bridges; whoever must know which one
 * was judged names it, or looks at the answer.
 * @throws UserError with one line that says what and what to do
 */
export async function readBridgeNetwork(
  io: Surroundings,
  name: string | undefined,
  options: SourceOptions,
): Promise<ReadNetwork> {
  const source = chosenSource(options);
  if (name !== undefined || !source) return readNetwork(io, name, options);
  const file = await sourceFile(io, source, options.config);
  const bridge = bridgeNameIn(file.graph);
  if (bridge === undefined)
    throw new UserError(
      { rule: "no-bridge-named", input: file.shown },
      `${file.shown}: does not say which bridge it is of; name it, e.g. overlap verify article`,
    );
  return networkOfInput(file, await bridgeSaid(io, file, bridge));
}

/** The plan of the bridge that an input says to be of. What it says may be sensitive, as any output can be. */
async function bridgeSaid(io: Surroundings, { graph, shown }: ReadFile, bridge: string): Promise<BridgePlan> {
  try {
    if (!isBridgeName(bridge))
      throw new UserError(
        { rule: "bridge-name", input: shown },
        `${shown}: says that it is of "${bridge}", which is no bridge's name; name the bridge`,
      );
    return await bridgeNamed(io, bridge);
  } catch (error) {
    throw hiddenIn(graph.secrets, error);
  }
}
