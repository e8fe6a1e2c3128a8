import { TerraformStack, Token } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { findClashes } from "../address-plan/across";
import { type AddressPlan, planAddresses } from "../address-plan/plan";
import { findBreaks } from "../address-plan/rules";
import { readContent } from "../config/content";
import { isHub } from "../config/file-config";
import { type Finding, formatKey, formatValue } from "../config/fault";
import { type KeyPath } from "../config/key-path";
import { nearest } from "../naming/nearest";
import { type Appliance } from "./appliance";
import { addBridgeParts, type BridgeParts } from "./bridge-parts";
import { type OverlapBridgeProps } from "./overlap-bridge-props";
import { propPath, propsAsFile, withTokens } from "./props-as-file";

const PLANS = new WeakMap<IConstruct, AddressPlan>();

/**
 * One bridge between two VPCs that use the same addresses, in any stack:
 *
 * ```ts
 * new AwsProvider(this, "aws", { region: "us-east-1" });
 * const { frontDoor } = new OverlapBridge(this, "orders", { region: "us-east-1", client: {...}, web: {...}, ... });
 * new TerraformOutput(this, "url", { value: `http://${frontDoor.alb.dnsName}` });
 * ```
 *
 * Props are held to the same rules as a bridge file. State, tags, provider and outputs are the stack's own affair.
 */
export class OverlapBridge extends Construct implements Omit<BridgeParts, "analyzer" | "appliance"> {
  readonly clientVpc: BridgeParts["clientVpc"];
  readonly webVpc: BridgeParts["webVpc"];
  readonly transit: BridgeParts["transit"];
  /** Undefined, like what follows, where the props ask for none. */
  readonly names: BridgeParts["names"];
  readonly logBucket: BridgeParts["logBucket"];
  readonly demoClient: BridgeParts["demoClient"];
  readonly demoWeb: BridgeParts["demoWeb"];
  readonly appliance: Appliance | undefined;
  private readonly parts: BridgeParts;

  /**
   * @throws Error that lists everything that is wrong with the props: key, value, rule, and what to write instead. No
   * construct is made then.
   */
  constructor(scope: Construct, id: string, props: OverlapBridgeProps) {
    const path = scope.node.path ? `${scope.node.path}/${id}` : id;
    const plan = planOfProps(path, { ...props, name: props?.name ?? id });
    refuseClashes(scope, path, plan);
    super(scope, id);
    PLANS.set(this, plan);
    const parts = addBridgeParts(this, plan, props.web.provider);
    this.parts = parts;
    this.clientVpc = parts.clientVpc;
    this.webVpc = parts.webVpc;
    this.transit = parts.transit;
    this.names = parts.names;
    this.logBucket = parts.logBucket;
    this.demoClient = parts.demoClient;
    this.demoWeb = parts.demoWeb;
    this.appliance = parts.appliance?.appliance;
  }

  /** @throws Error where the props have no services */
  get nat(): NonNullable<BridgeParts["nat"]> {
    return this.ofServices("nat");
  }

  /** @throws Error where the props have no services */
  get steering(): NonNullable<BridgeParts["steering"]> {
    return this.ofServices("steering");
  }

  /** @throws Error where the props have no services */
  get frontDoor(): NonNullable<BridgeParts["frontDoor"]> {
    return this.ofServices("frontDoor");
  }

  private ofServices<K extends "nat" | "steering" | "frontDoor">(part: K): NonNullable<BridgeParts[K]> {
    const found = this.parts[part];
    if (found === undefined)
      throw new Error(
        `the bridge ${this.node.path} has no ${part}, which comes with services, and its props list none; write services, or do without it`,
      );
    return found;
  }
}

function planOfProps(path: string, props: OverlapBridgeProps & { readonly name: string }): AddressPlan {
  const { name } = props;
  const { content, tokens } = propsAsFile(onlyProps(props));
  const { findings, config: read } = readContent(name, content);
  const config = read && !isHub(read) ? read : undefined;
  const plan = config && planAddresses({ name, config });
  const ofFile = [...findings.map(ofConstruct), ...(plan ? findBreaks(plan) : [])];
  const all = [...withoutTokens(props, ofFile), ...strangerFindings(props), ...providerFindings(props, plan)];
  if (all.length > 0 || !config) throw new Error(faultText(path, props, all));
  return planAddresses({ name, config: withTokens(config, tokens) });
}

/** A bridge file's name is a file's; a construct's is a prop. */
function ofConstruct(finding: Finding): Finding {
  if (finding.rule !== "bridge-name") return finding;
  const message = "must be lower-case letters, digits and single inner hyphens, at most 24, and no word of JavaScript";
  return { ...finding, path: ["name"], message, fix: "write a name, or another id where there is none" };
}

/** A provider that is missing would put the web side into the client's account; one too many would share with nobody. */
function providerFindings({ web }: OverlapBridgeProps, plan: AddressPlan | undefined): Finding[] {
  if (!plan || plan.crossAccount === (web.provider !== undefined)) return [];
  return [
    {
      path: ["web", "provider"],
      rule: "web-provider",
      message: plan.crossAccount
        ? "is missing, and web.account is another account"
        : "is given, and both sides are in one account",
      fix: plan.crossAccount ? "write the AwsProvider of that account" : "leave it out, or write web.account",
    },
  ];
}

/** A list of all props, so that a key that only a file knows, such as tags, is not dropped without a word. */
const PROPS: Readonly<Record<keyof OverlapBridgeProps, true>> = {
  ...{ name: true, region: true, zones: true, client: true, web: true, bridge: true, services: true, listeners: true },
  ...{
    appliance: true,
    transitGateway: true,
    alb: true,
    dns: true,
    demo: true,
    logs: true,
    alarms: true,
    dashboard: true,
    quotas: true,
  },
};
const isProp = (key: string): boolean => Object.hasOwn(PROPS, key);

const onlyProps = (props: OverlapBridgeProps): OverlapBridgeProps =>
  Object.fromEntries(Object.entries(props).filter(([key]) => isProp(key))) as unknown as OverlapBridgeProps;

function strangerFindings(props: OverlapBridgeProps): Finding[] {
  const strangers = Object.keys(props).filter((key) => !isProp(key));
  return strangers.map((key) => {
    const guess = nearest(key, Object.keys(PROPS));
    const fix = guess
      ? `did you mean ${guess}?`
      : "leave it out; state, tags, provider and outputs are the stack's own";
    return { path: [], rule: "unknown-key", message: `${formatKey([key])} is no prop of a bridge`, fix };
  });
}

/** What is wrong with a token's text is that it is a token: its value decides what is built, and Terraform alone knows it. */
function withoutTokens(props: OverlapBridgeProps, findings: readonly Finding[]): Finding[] {
  const told = new Set<string>();
  return findings.flatMap((finding) => {
    if (!isToken(props, propPath(finding.path))) return [finding];
    const key = JSON.stringify(finding.path);
    if (told.has(key)) return [];
    told.add(key);
    const fix = "write the value itself; only ids of what exists and the alarms' topic may be tokens, each by itself";
    return [{ path: finding.path, rule: "no-template", message: "is a token, whose value Terraform alone knows", fix }];
  });
}

/** Also of a list's one entry, which stands for the whole list. */
function isToken(props: OverlapBridgeProps, path: KeyPath): boolean {
  const list = rawAt(props, path.slice(0, -1));
  return Token.isUnresolved(rawAt(props, path)) || (Array.isArray(list) && Token.isUnresolved(list));
}

function rawAt(props: OverlapBridgeProps, path: KeyPath): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string | number, unknown> | undefined)?.[key], props);
}

/** What the props hold at a path, as far as it is a plain value. */
function valueAt(props: OverlapBridgeProps, path: KeyPath): string {
  const value = rawAt(props, path);
  return (typeof value === "object" && value !== null) || isToken(props, path) ? "" : formatValue(value);
}

function faultText(path: string, props: OverlapBridgeProps, findings: readonly Finding[]): string {
  const lines = findings.map((finding) => {
    const at = propPath(finding.path);
    const key = formatKey(at);
    const subject = [key && `${key}:`, at.length > 0 ? valueAt(props, at) : ""].filter(Boolean).join(" ");
    return `  ${subject ? `${subject} ` : ""}${finding.message}; ${finding.fix} [${finding.rule}]`;
  });
  const head = `the bridge ${path} can't be built; ${findings.length === 1 ? "one thing is" : `${findings.length} things are`} wrong`;
  return [`${head} (keys in sentences are those of a bridge file: alb_subnets is albSubnets):`, ...lines].join("\n");
}

/** A construct keeps no state of its own: its stack does. */
const OF_FILES = "state-of-its-own";

/** @throws Error when another bridge of the stack is in this one's way */
function refuseClashes(scope: Construct, path: string, plan: AddressPlan): void {
  const others = TerraformStack.of(scope)
    .node.findAll()
    .flatMap((construct) => {
      const other = PLANS.get(construct);
      return other ? [{ path: construct.node.path, plan: other }] : [];
    });
  const paths = [...others.map((other) => other.path), path];
  const clashes = findClashes([...others.map((other) => other.plan), plan])
    .filter(({ rule, clash }) => rule.name !== OF_FILES && clash.bridge === others.length)
    .map(({ rule, clash }) => `  ${clash.message(paths[clash.other]!)}; ${rule.fix} [${rule.name}]`);
  if (clashes.length > 0)
    throw new Error([`the bridge ${path} is in the way of another one in its stack:`, ...clashes].join("\n"));
}
