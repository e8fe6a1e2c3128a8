import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Fn } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { dashboardBody, type DashboardContent } from "./dashboard-body";

/** A dashboard, in the account of the stack's own provider. */
export interface DashboardProps extends Omit<DashboardContent, "alarmArns"> {
  /** Its name, 1 to 255 letters, digits, hyphens and underscores. */
  readonly name: string;
  /** Whose alarms it shows, as far as they are in its account. */
  readonly alarmsOf: IConstruct;
}

/** A CloudWatch dashboard. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { name, alarmsOf, ...content }: DashboardProps) {
    super(scope, id);
    const alarms = alarmsOf.node
      .findAll()
      .filter((construct) => construct instanceof CloudwatchMetricAlarm)
      .filter(({ provider }) => provider === undefined);
    new CloudwatchDashboard(this, "Dashboard", {
      dashboardName: name,
      // Encoded by Terraform, which knows the ids; JSON.stringify would put them into a text that HCL takes apart otherwise.
      dashboardBody: Fn.jsonencode(dashboardBody({ ...content, alarmArns: alarms.map(({ arn }) => arn) })),
    });
  }
}
