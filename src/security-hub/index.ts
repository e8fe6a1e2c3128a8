import { type ResourceGraph } from "../terraform";
import { type Control, type ControlOutcome, pageOf, type Standard } from "./control";
import { GROUP_CONTROLS } from "./ec2-groups";
import { HOST_CONTROLS } from "./ec2-hosts";
import { NETWORK_CONTROLS } from "./ec2-network";
import { BALANCER_CONTROLS } from "./elb";
import { Inventory } from "./inventory";
import { OTHER_CONTROLS } from "./rest";
import { BUCKET_CONTROLS } from "./s3";

export { type Control, type ControlFault, type ControlOutcome } from "./control";

/** EC2.9 before EC2.10. */
function byId(a: Control, b: Control): number {
  const [[service = "", number = ""], [otherService = "", otherNumber = ""]] = [a.id.split("."), b.id.split(".")];
  return service.localeCompare(otherService, "en") || Number(number) - Number(otherNumber);
}

/**
 * The controls of Security Hub on VPCs, EC2, load balancers, S3 and what stands beside them; those on tags alone are left out.
 * AWS adds, renames and retires some every few months. Source: Security Hub user guide, control reference.
 */
export const CONTROLS: readonly Control[] = [
  ...GROUP_CONTROLS,
  ...NETWORK_CONTROLS,
  ...HOST_CONTROLS,
  ...BALANCER_CONTROLS,
  ...BUCKET_CONTROLS,
  ...OTHER_CONTROLS,
].sort(byId);

/** What came of a control. */
export interface JudgedControl {
  readonly id: string;
  readonly title: string;
  readonly standard: Standard;
  /** AWS's page of it. */
  readonly source: string;
  readonly outcome: ControlOutcome;
}

/** Judges every control on what the input manages. What it only looks up is somebody else's. */
export function judgeControls(graph: ResourceGraph): JudgedControl[] {
  const here = new Inventory(graph);
  return CONTROLS.map((control) => {
    const { id, title, standard } = control;
    return { id, title, standard, source: pageOf(id), outcome: control.judge(here) };
  });
}
