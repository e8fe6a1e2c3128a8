import { TerraformResource } from "cdktf";
import { type IConstruct } from "constructs";

/** A check of Checkov's that a resource fails, and why it stays as it is. */
export interface AcceptedFinding {
  readonly resource: TerraformResource;
  /** Id of the check, such as CKV_AWS_135. */
  readonly check: string;
  readonly reason: string;
}

const METADATA = "accepted-findings";

/**
 * Says beside a resource what Checkov finds in it and why that stays. It is metadata of the construct: cdktf writes none of it
 * into Terraform's JSON, so that no plan changes by it.
 * @param reasons by the id of the check
 */
export function acceptFindings(resource: TerraformResource, reasons: Readonly<Record<string, string>>): void {
  resource.node.addMetadata(METADATA, reasons);
}

/** What was accepted in a construct and all below it. */
export function acceptedFindings(scope: IConstruct): AcceptedFinding[] {
  return scope.node
    .findAll()
    .filter((one) => TerraformResource.isTerraformResource(one))
    .flatMap((resource) =>
      resource.node.metadata
        .filter(({ type }) => type === METADATA)
        .flatMap(({ data }) => Object.entries(data as Readonly<Record<string, string>>))
        .map(([check, reason]) => ({ resource, check, reason })),
    );
}
