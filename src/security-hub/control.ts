import { type Resource } from "../terraform";
import { type Inventory } from "./inventory";

/** AWS Foundational Security Best Practices v1.0.0, or a standard of somebody else's (CIS, NIST, PCI DSS) that has the control. */
export type Standard = "FSBP" | "other";

/** What keeps a control from being met, at one resource. */
export interface ControlFault {
  readonly address: string;
  /** End of the sentence "<address> ...". */
  readonly message: string;
}

export type ControlOutcome =
  | { readonly status: "met"; readonly resources: readonly string[] }
  | { readonly status: "not met"; readonly resources: readonly string[]; readonly faults: readonly ControlFault[] }
  /** There is nothing here that the control is about, or no configuration can tell. */
  | { readonly status: "not applicable"; readonly reason: string };

/** A control of AWS Security Hub. Its number and title are AWS's. */
export interface Control {
  readonly id: string;
  readonly title: string;
  readonly standard: Standard;
  judge(here: Inventory): ControlOutcome;
}

/** The page that describes a control: ELB.12 is in elb-controls.html. */
export function pageOf(id: string): string {
  const [service = ""] = id.split(".");
  return `https://docs.aws.amazon.com/securityhub/latest/userguide/${service.toLowerCase()}-controls.html#${id.toLowerCase().replace(".", "-")}`;
}

export function fsbp(id: string, title: string, judge: Control["judge"]): Control {
  return { id, title, standard: "FSBP", judge };
}

/** A control that is in other standards only. */
export function other(id: string, title: string, judge: Control["judge"]): Control {
  return { id, title, standard: "other", judge };
}

export function notApplicable(reason: string): ControlOutcome {
  return { status: "not applicable", reason };
}

/**
 * Judges each resource by itself.
 * @param none what is said when there is none
 * @param whyNot what is wrong with one, as the end of the sentence "<address> ..."; nothing when all is right
 */
export function judgeEach(
  resources: readonly Resource[],
  none: string,
  whyNot: (resource: Resource) => string | undefined,
): ControlOutcome {
  if (resources.length === 0) return notApplicable(none);
  const faults = resources.flatMap((resource): ControlFault[] => {
    const message = whyNot(resource);
    return message === undefined ? [] : [{ address: resource.address, message }];
  });
  return outcomeOf(resources, faults);
}

/** What follows from the faults that were found with these resources. */
export function outcomeOf(judged: readonly Resource[], faults: readonly ControlFault[]): ControlOutcome {
  const resources = judged.map(({ address }) => address);
  return faults.length === 0 ? { status: "met", resources } : { status: "not met", resources, faults };
}
