import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  CloudBackend,
  LocalBackend,
  NamedCloudWorkspace,
  S3Backend,
  TerraformElement,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import { type Construct, type Node } from "constructs";
import { type BridgePlan } from "../address-plan/bridge-plan";
import { type HubPlan } from "../address-plan/hub/hub-plan";
import { type AddressPlan } from "../address-plan/plan";
import { formatKey } from "../config/fault";
import { type FileConfig } from "../config/file-config";
import { type BridgeConfig } from "../config/schema";
import { findTemplates } from "../config/templates";
import { addBridgeParts } from "../constructs/bridge-parts";
import { type HubProviders } from "../constructs/hub/hub-context";
import { addHubParts } from "../constructs/hub/hub-parts";
import { addHubOutputs } from "./hub-outputs";
import { addOutputs } from "./outputs";

/** One bridge as one stack: the constructs of a plan, with backend, providers, tags and outputs. */
export class OverlapBridgeStack extends TerraformStack {
  private readonly addresses = new Map<string, Node>();

  constructor(scope: Construct, plan: BridgePlan) {
    super(scope, plan.name);
    const { config } = plan;
    refuseTemplates(config);
    addBackend(this, config);
    if (plan.place === "hub") {
      addHubOutputs(this, plan, addHubParts(this, plan, this.addHubProviders(plan)));
      return;
    }
    const webProvider = this.addProviders(plan);

    const parts = addBridgeParts(this, plan, webProvider);
    addOutputs(this, plan, parts);
  }

  /**
   * Addresses that people can read, without cdktf's hash: aws_subnet.client_private1. An id with a capital only tells
   * siblings apart that the resource type tells apart anyway, so it is left out of the address.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node: Node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const ids = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const name = ids.filter((id) => !/^[A-Z]/.test(id)).join("_") || ids.join("_").toLowerCase();
    // No instanceof: bindings may bring a cdktn of their own along (ways-out/cdktn).
    const type = TerraformResource.isTerraformResource(element)
      ? element.terraformResourceType
      : element.constructor.name;
    const address = `${type}.${name}`;
    const holder = this.addresses.get(address);
    if (holder && holder !== node) throw new Error(`${node.path} and ${holder.path} would both be ${address}`);
    this.addresses.set(address, node);
    return name;
  }

  /** @returns the providers of all accounts but the hub's, which is the stack's own */
  private addHubProviders({ config, accounts }: HubPlan): HubProviders {
    const providers = new Map<string, AwsProvider>();
    for (const { key, id, role } of accounts) {
      const isHub = key === "hub";
      const provider = new AwsProvider(this, isHub ? "aws" : `aws-${key}`, {
        ...(!isHub && { alias: key }),
        ...accountArguments(config, id === undefined ? undefined : { id, role }),
      });
      if (!isHub) providers.set(key, provider);
    }
    return providers;
  }

  /** @returns the web account's provider, when it is not the client's */
  private addProviders({ config, crossAccount }: AddressPlan): AwsProvider | undefined {
    new AwsProvider(this, "aws", accountArguments(config, config.client.account));
    return crossAccount
      ? new AwsProvider(this, "aws-web", { alias: "web", ...accountArguments(config, config.web.account) })
      : undefined;
  }
}

/** How a provider works in an account. */
function accountArguments({ region, tags }: FileConfig, account: BridgeConfig["client"]["account"]) {
  return {
    region,
    defaultTags: Object.keys(tags).length > 0 ? [{ tags }] : undefined,
    allowedAccountIds: account && [account.id],
    assumeRole: account?.role ? [{ roleArn: account.role }] : undefined,
  };
}

/**
 * Plans of bridge files hold none; this is for those who make a plan by other means.
 * @throws Error for a text that Terraform would evaluate
 */
function refuseTemplates(config: FileConfig): void {
  const [found] = findTemplates(config);
  if (found) throw new Error(`${formatKey(found.path)} ${found.message}`);
}

/** Terraform runs in cdktf.out/stacks/<name>; a local state lives in the project's folder. */
const FROM_STACK_TO_PROJECT = "../../../";

function addBackend(stack: TerraformStack, { backend, region }: FileConfig): void {
  switch (backend.type) {
    case "local":
      new LocalBackend(stack, { path: FROM_STACK_TO_PROJECT + backend.path });
      return;
    case "s3":
      new S3Backend(stack, {
        bucket: backend.bucket,
        key: backend.key,
        region: backend.region ?? region,
        encrypt: true,
        kmsKeyId: backend.kms_key,
        // Locks with a file beside the state, so no table is needed (Terraform 1.10 and later).
        ...{ useLockfile: true },
      });
      return;
    case "cloud":
      new CloudBackend(stack, {
        hostname: backend.hostname,
        organization: backend.organization,
        workspaces: new NamedCloudWorkspace(backend.workspace),
      });
      return;
  }
}
