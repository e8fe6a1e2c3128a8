import { ALARMS_PER_WIDGET } from "../address-plan/dashboard-size";
import { type Metric } from "./metrics";

/** A line of a graph. */
export interface Line {
  readonly metric: Metric;
  readonly label: string;
}

/** A graph; its title names the thing. */
export interface Graph {
  readonly title: string;
  /** All of one period, and of one unit. */
  readonly lines: readonly [Line, ...Line[]];
  /** A level to compare them with. @default - none */
  readonly level?: { readonly label: string; readonly value: number };
}

/** Graphs under a heading. */
export interface DashboardSection {
  readonly heading: string;
  /** What the graphs don't show, in a sentence. @default - nothing */
  readonly note?: string;
  readonly graphs: readonly Graph[];
}

/** What a dashboard shows. */
export interface DashboardContent {
  readonly title: string;
  /** AWS Region of all metrics. */
  readonly region: string;
  /** ARNs of alarms of the dashboard's account. */
  readonly alarmArns: readonly string[];
  readonly sections: readonly DashboardSection[];
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A widget as CloudWatch takes it. */
export interface Widget extends Place {
  readonly type: "text" | "metric" | "alarm";
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A dashboard's grid. Source: CloudWatch API, dashboard body structure and syntax. */
const GRID = { columns: 24, graph: { width: 8, height: 6 }, text: { width: 24, height: 2 } } as const;

function graphWidget({ title, lines, level }: Graph, region: string, place: Place): Widget {
  const metrics = lines.map(({ metric: { namespace, name, dimensions, statistic }, label }) => [
    namespace,
    name,
    ...Object.entries(dimensions).flat(),
    { stat: statistic, label },
  ]);
  const properties = {
    title,
    region,
    view: "timeSeries",
    stacked: false,
    period: lines[0].metric.period,
    metrics,
    yAxis: { left: { min: 0 } },
    ...(level && { annotations: { horizontal: [level] } }),
  };
  return { type: "metric", ...place, properties };
}

function textWidget(markdown: string, y: number): Widget {
  return { type: "text", x: 0, y, ...GRID.text, properties: { markdown } };
}

function alarmWidgets(arns: readonly string[], y: number): Widget[] {
  const widgets: Widget[] = [];
  for (let from = 0; from < arns.length; from += ALARMS_PER_WIDGET) {
    const alarms = arns.slice(from, from + ALARMS_PER_WIDGET);
    const place = { x: 0, y: y + widgets.length * GRID.graph.height, width: GRID.columns, height: GRID.graph.height };
    widgets.push({ type: "alarm", ...place, properties: { title: "Alarms", alarms } });
  }
  return widgets;
}

function sectionWidgets({ heading, note, graphs }: DashboardSection, region: string, top: number): Widget[] {
  const { width, height } = GRID.graph;
  const perRow = GRID.columns / width;
  const below = top + GRID.text.height;
  const text = [`## ${heading}`, ...(note === undefined ? [] : [note])].join("\n");
  return [
    textWidget(text, top),
    ...graphs.map((graph, i) =>
      graphWidget(graph, region, {
        x: (i % perRow) * width,
        y: below + Math.floor(i / perRow) * height,
        width,
        height,
      }),
    ),
  ];
}

const bottomOf = (widgets: readonly Widget[]): number => Math.max(0, ...widgets.map(({ y, height }) => y + height));

/** The body of a dashboard: its title, the state of all alarms, and each section below the one before. */
export function dashboardBody({ title, region, alarmArns, sections }: DashboardContent): { widgets: Widget[] } {
  const head = textWidget(`# ${title}`, 0);
  const widgets = [head, ...alarmWidgets(alarmArns, head.height)];
  for (const section of sections) widgets.push(...sectionWidgets(section, region, bottomOf(widgets)));
  return { widgets };
}
