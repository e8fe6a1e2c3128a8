import { applianceType } from "../appliance/instance-types";
import { type BridgePlan } from "../bridge-plan";
import { dashboardSize } from "../dashboard-size";
import { type Break, type RuleOf } from "./rule";

/** Source: CloudWatch user guide, CloudWatch service quotas: widgets, and metrics of a dashboard in all its widgets. */
const MOST = { widgets: 500, metrics: 2500 } as const;

function sizeBreaks(plan: BridgePlan): Break[] {
  if (!plan.config.dashboard) return [];
  const size = dashboardSize(plan);
  const over = (["widgets", "metrics"] as const).filter((what) => size[what] > MOST[what]);
  if (over.length === 0) return [];
  const counts = over.map((what) => `${size[what]} ${what}, and AWS takes ${MOST[what]}`).join("; ");
  const fix = "leave it out, or part the services among two bridges";
  return [{ path: ["dashboard"], message: `would have ${counts}`, fix }];
}

/** What is watched of a bridge, beside its alarms' topic. */
export const WATCHING_RULES: readonly RuleOf<BridgePlan>[] = [
  {
    name: "dashboard-size",
    fact: "a dashboard has at most 500 widgets, and 2,500 metrics in all of them",
    source: "CloudWatch user guide, CloudWatch service quotas",
    check: sizeBreaks,
  },
  {
    name: "appliance-bandwidth",
    warns: true,
    fact: "an alarm on an appliance's network needs figures of its instance type",
    source: "EC2 user guide, instance network bandwidth",
    check: ({ place, config }): Break[] => {
      if (place === "hub" || !("appliance" in config) || !config.appliance || !config.alarms) return [];
      const type = config.appliance.instance_type;
      if (config.alarms.appliance_bandwidth === false || applianceType(type)) return [];
      const message = `gets no alarm on its network: overlap does not know what ${type} carries for long`;
      const fix = "write alarms.appliance_bandwidth: false, and make an alarm of your own on its NetworkOut";
      return [{ path: ["appliance", "instance_type"], message, fix }];
    },
  },
];
