import { isExisting } from "../bridge-facts";
import { type Finding, formatKey } from "../fault";
import { type FileConfig, isHub } from "../file-config";
import { clientsOf, websOf } from "../hub-sides";
import { type KeyPath } from "../key-path";
import { patchAt } from "../patch";
import { repeatedEntries } from "./distinct-entries";
import { finding, mendable } from "./finding";

/** A place where the file states an encryption control. */
interface Stated {
  readonly path: KeyPath;
  readonly encryption_control?: "monitor" | "enforce" | undefined;
  readonly encryption_exclusions: readonly string[];
}

/** A side of any place. */
interface Side {
  readonly path: KeyPath;
  readonly config: { readonly vpc: { readonly id?: string | undefined } & Omit<Stated, "path"> };
}

function sidesIn(config: FileConfig): readonly Side[] {
  if (isHub(config)) return [...clientsOf(config), ...websOf(config)];
  return [
    { path: ["client"], config: config.client },
    { path: ["web"], config: config.web },
  ];
}

/** The stack makes no encryption control (AWS provider 5.100 has no resource for it), so a new VPC has none. */
function ofNewVpcs({ path, config }: Side): Finding[] {
  if (isExisting(config) || config.vpc.encryption_control === undefined) return [];
  const at = [...path, "vpc", "encryption_control"];
  const message = "is a fact of a VPC that exists, and the VPC that the stack makes has no encryption control";
  const fix = `write ${formatKey(path)}.vpc.id, or leave encryption_control out`;
  const both = { encryption_control: null, encryption_exclusions: null };
  return [mendable(finding(at, "existing-side", message, fix), patchAt([...path, "vpc"], both))];
}

/** Exclusions are of a control that enforces (EC2 API, ModifyVpcEncryptionControl). */
function ofExclusions({ path, encryption_control: mode, encryption_exclusions: exclusions }: Stated): Finding[] {
  const at = [...path, "encryption_exclusions"];
  const repeated = repeatedEntries(at, exclusions);
  if (exclusions.length === 0 || mode === "enforce") return repeated;
  const message = "is given, but only an encryption control that enforces excludes anything";
  const fix = "write encryption_control: enforce, or leave it out";
  return [mendable(finding(at, "encryption-exclusions", message, fix), patchAt(at, null)), ...repeated];
}

function ofGateway({ transit_gateway: { id, encryption_support: supports } }: FileConfig): Finding[] {
  if (id !== undefined || !supports) return [];
  const at = ["transit_gateway", "encryption_support"];
  const message = "is a fact of a transit gateway that exists: AWS enables it on none that is being made";
  const found = finding(at, "encryption-support", message, "write transit_gateway.id, or leave it out");
  return [mendable(found, patchAt(at, null))];
}

/** What a file of any place states of encryption in transit. */
export function encryptionChecks(config: FileConfig): Finding[] {
  const sides = sidesIn(config);
  const stated: Stated[] = sides.map((side) => ({ path: [...side.path, "vpc"], ...side.config.vpc }));
  if (isHub(config)) stated.push({ path: ["bridge"], ...config.bridge });
  return [...sides.flatMap(ofNewVpcs), ...stated.flatMap(ofExclusions), ...ofGateway(config)];
}
