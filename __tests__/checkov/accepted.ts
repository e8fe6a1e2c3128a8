import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { App } from "cdktf";
import type { BridgePlan } from "../../src/address-plan/bridge-plan";
import { acceptedFindings } from "../../src/constructs/accepted-findings";
import { OverlapBridgeStack } from "../../src/stacks/overlap-bridge-stack";
import { addressOf } from "../../src/stacks/terraform-address";
import { inFolder, PROJECT } from "../support/bridges";
import { Refusal } from "./refusal";

/** A check that fails and may, with the reason. */
export interface Accepted {
  readonly check: string;
  readonly reason: string;
  /** The resource that a construct accepts it of; undefined: the bridge file accepts it of every resource. */
  readonly address?: string;
}

/** What the constructs of a bridge accept, beside the code that makes each resource. */
export function acceptedByConstructs(plan: BridgePlan): Accepted[] {
  return inFolder((outdir) => {
    const stack = new OverlapBridgeStack(new App({ outdir, skipValidation: true }), plan);
    return acceptedFindings(stack).map(({ resource, check, reason }) => ({
      check,
      reason,
      address: addressOf(resource),
    }));
  });
}

const COMMENT = /#\s*checkov\s*:/i;
const FORM = /#\s*checkov:skip=((?:CKV2?_[A-Z0-9]+_\d+)(?:,\s*CKV2?_[A-Z0-9]+_\d+)*)\s*:\s*(\S.*?)\s*$/;

/**
 * What a bridge file accepts: comments of Checkov's own form, with several checks where they have one reason.
 *   # checkov:skip=CKV_AWS_2,CKV_AWS_103: plain HTTP, as in the article
 * @throws Refusal with file and line
 */
export function acceptedByFile(file: string): Accepted[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, i) => {
      if (!COMMENT.test(line)) return [];
      const [, checks, reason] = FORM.exec(line) ?? [];
      if (checks === undefined || reason === undefined)
        throw new Refusal(
          `${relative(PROJECT, file)}:${i + 1}: ${JSON.stringify(line.trim())} accepts nothing; write "# checkov:skip=<check>,<check>: <reason>", such as "# checkov:skip=CKV_AWS_150: to be tried and destroyed"`,
        );
      return checks.split(/,\s*/).map((check) => ({ check, reason }));
    });
}
