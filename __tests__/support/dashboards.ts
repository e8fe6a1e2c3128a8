import { allOf, type StackJson } from "./synthesized";

/** A widget of a dashboard, with addresses in place of what Terraform knows. */
export interface WidgetJson {
  readonly type: "text" | "metric" | "alarm";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly alarms?: readonly string[];
    readonly region?: string;
    readonly period?: number;
    readonly metrics?: readonly (readonly (string | Readonly<Record<string, string>>)[])[];
    readonly annotations?: unknown;
  };
}

const WRITTEN = /^\$\{jsonencode\((.*)\)\}$/s;
/** A string, a reference, or an equals sign between a key and its value. */
const TOKEN = /"(?:[^"\\]|\\.)*"|\b[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_-]+)+| = /g;

/** The widgets of a stack's one dashboard. @throws Error when it is not written as an object that Terraform encodes */
export function widgetsOf(stack: StackJson): readonly WidgetJson[] {
  const [dashboard] = Object.values(allOf(stack, "aws_cloudwatch_dashboard"));
  const body = WRITTEN.exec(String(dashboard?.["dashboard_body"]))?.[1];
  if (body === undefined) throw new Error("the dashboard's body is not encoded by Terraform");
  const json = body.replace(TOKEN, (token) => (token === " = " ? ": " : token.startsWith('"') ? token : `"${token}"`));
  return (JSON.parse(json) as { widgets: WidgetJson[] }).widgets;
}

function metricLine(metric: NonNullable<WidgetJson["properties"]["metrics"]>[number]): string {
  const [options] = metric.slice(-1) as [Readonly<Record<string, string>>];
  const [namespace, name, ...dimensions] = metric.slice(0, -1) as string[];
  return `    ${options["label"]}: ${options["stat"]} of ${namespace} ${name} {${dimensions.join(", ")}}`;
}

/** A dashboard as people read it: a line for each widget, and one for each thing in it. */
export function widgetLines(stack: StackJson): string {
  return widgetsOf(stack)
    .flatMap(({ type, x, y, width, height, properties: { title, markdown, alarms, metrics, period, annotations } }) => [
      `${type} at ${x},${y} of ${width}x${height}: ${title ?? JSON.stringify(markdown)}${period === undefined ? "" : `, each ${period} s`}`,
      ...(alarms ?? []).map((alarm) => `    ${alarm}`),
      ...(metrics ?? []).map(metricLine),
      ...(annotations === undefined ? [] : [`    ${JSON.stringify(annotations)}`]),
    ])
    .join("\n")
    .concat("\n");
}
