import { type Answers } from "./answers";
import { object, text } from "./json-parts";

/** A VPC's encryption control, as AWS told it. */
interface ControlTold {
  readonly mode: "monitor" | "enforce";
  /** What is excluded, e.g. `nat_gateway`; what is being excluded is not yet. */
  readonly exclusions: ReadonlySet<string>;
}

/** What AWS told of encryption in transit. */
export interface EncryptionTold {
  /** The controls by the ids of their VPCs. */
  readonly controls: ReadonlyMap<string, ControlTold>;
  /** Whether the encryption support of a transit gateway is enabled, by its id; of those that tell it. */
  readonly gateways: ReadonlyMap<string, boolean>;
  /** Whether every place told its controls: then a VPC that is not listed has none. */
  readonly isComplete: boolean;
}

const CALL = "DescribeVpcEncryptionControls";
const GONE = new Set(["deleting", "deleted"]);

/** NatGateway to nat_gateway. */
const keyOf = (name: string): string => name.replace(/(?<!^)(?=[A-Z])/g, "_").toLowerCase();

/** Encryption controls, and the support of gateways [EC2 API, Vpc, VpcEncryptionControl and TransitGatewayOptions]. */
export function encryptionTold(answers: Answers): EncryptionTold {
  const controls = new Map<string, ControlTold>();
  // DescribeVpcs tells the control of each VPC, too.
  const ofVpcs = answers
    .items("DescribeVpcs")
    .map(({ json }) => ({ vpc: text(json, "VpcId"), json: object(json, "EncryptionControl") }));
  const listed = answers.items(CALL).map(({ json }) => ({ vpc: text(json, "VpcId"), json }));
  for (const { vpc, json } of [...ofVpcs, ...listed]) {
    const mode = text(json, "Mode");
    if (vpc === undefined || GONE.has(text(json, "State") ?? "")) continue;
    if (mode !== "monitor" && mode !== "enforce") continue;
    const all = object(json, "ResourceExclusions");
    const excluded = Object.keys(all).filter((name) => text(object(all, name), "State") === "enabled");
    controls.set(vpc, { mode, exclusions: new Set(excluded.map(keyOf)) });
  }
  const gateways = new Map<string, boolean>();
  for (const { json } of answers.items("DescribeTransitGateways")) {
    const id = text(json, "TransitGatewayId");
    const state = text(object(object(json, "Options"), "EncryptionSupport"), "EncryptionState");
    if (id !== undefined && state !== undefined) gateways.set(id, state === "enabled");
  }
  const places = answers.places();
  return { controls, gateways, isComplete: places.every((place) => answers.isAnswered(CALL, place)) };
}
