import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
  type CloudwatchMetricAlarmMetricQuery,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type Construct } from "constructs";
import { type Metric } from "./metrics";

/** A part of a whole, in percent. Both are counts of the same period; where the whole is zero there is no share, and no data. */
interface Share {
  readonly part: Metric;
  /** What they add up to is the whole. */
  readonly whole: readonly Metric[];
}

/** What an alarm looks at, and when it goes off. */
export interface AlarmKind {
  readonly alarmName: string;
  /** What has happened, and what to do: it stands in the message. */
  readonly alarmDescription: string;
  readonly watches: Metric | Share;
  /** `above`: more than the threshold; `from`: that much, or more; `below`: less. */
  readonly goesOff: "above" | "from" | "below";
  /** In the metric's unit, or in percent of the whole. */
  readonly threshold: number;
  /** How many periods in a row. */
  readonly periods: number;
  /**
   * What no data means. `notBreaching`: nothing happened, for a count that AWS sends only where there is one. `ignore`: nothing
   * new, for a state that lasts. `breaching`: that is the fault itself. `missing`: neither good nor bad.
   */
  readonly treatMissingData: "notBreaching" | "ignore" | "breaching" | "missing";
}

/** Who is told, and whose alarm it is. */
export interface AlarmTarget {
  /** ARNs of what happens when it goes off. */
  readonly alarmActions: readonly string[];
  /** ARNs of what happens when it is over. */
  readonly okActions: readonly string[];
  /** @default - the stack's provider */
  readonly provider?: AwsProvider | undefined;
}

const OPERATORS = {
  above: "GreaterThanThreshold",
  from: "GreaterThanOrEqualToThreshold",
  below: "LessThanThreshold",
} as const;

/** An alarm whose topic hears of both its ends. */
export function telling(topic: string, provider?: AwsProvider): AlarmTarget {
  return { alarmActions: [topic], okActions: [topic], provider };
}

/** Makes an alarm. */
export function addAlarm(
  scope: Construct,
  id: string,
  kind: AlarmKind,
  { alarmActions, okActions, provider }: AlarmTarget,
): CloudwatchMetricAlarm {
  return new CloudwatchMetricAlarm(scope, id, {
    ...(provider && { provider }),
    alarmName: kind.alarmName,
    alarmDescription: kind.alarmDescription,
    ...("part" in kind.watches ? shareArguments(kind.watches) : metricArguments(kind.watches)),
    evaluationPeriods: kind.periods,
    threshold: kind.threshold,
    comparisonOperator: OPERATORS[kind.goesOff],
    treatMissingData: kind.treatMissingData,
    alarmActions: [...alarmActions],
    okActions: okActions.length > 0 ? [...okActions] : undefined,
  });
}

type Watched = Partial<CloudwatchMetricAlarmConfig>;

function metricArguments({ namespace, name, dimensions, statistic, period }: Metric): Watched {
  return { namespace, metricName: name, dimensions, statistic, period };
}

/** Metric math: AWS bills each metric in it. Source: CloudWatch user guide, using math expressions; CloudWatch pricing. */
function shareArguments({ part, whole }: Share): Watched {
  const queryOf = (id: string, { namespace, name, dimensions, statistic, period }: Metric) => ({
    id,
    metric: { namespace, metricName: name, dimensions, stat: statistic, period },
  });
  const ids = whole.map((_, i) => `whole${i + 1}`);
  const sum = ids.length === 1 ? ids[0] : `(${ids.join(" + ")})`;
  const metricQuery: CloudwatchMetricAlarmMetricQuery[] = [
    { id: "share", expression: `100 * part / ${sum}`, label: `${part.name}, percent`, returnData: true },
    queryOf("part", part),
    ...whole.map((metric, i) => queryOf(ids[i] ?? "", metric)),
  ];
  return { metricQuery };
}
