/** A colour by day and by night. Text and lines keep a contrast of 4.5 and more to the ground behind them (WCAG 2.1, 1.4.3). */
export interface Shade {
  readonly light: string;
  readonly dark: string;
}

const shade = (light: string, dark: string): Shade => ({ light, dark });

/** No two entries share a light colour: it is what a dark one is found by. */
export const COLORS = {
  ground: shade("#fefefe", "#0d1117"),
  text: shade("#1b2430", "#e6edf3"),
  muted: shade("#4d5a68", "#adb9c5"),
  vpc: shade("#f4f1fb", "#17142a"),
  vpcEdge: shade("#6f4fc0", "#9b80e6"),
  account: shade("#f6f7f9", "#11161d"),
  accountEdge: shade("#8190a0", "#6f7e8e"),
  zone: shade("#fcfbff", "#121022"),
  zoneEdge: shade("#a396c9", "#62578f"),
  subnet: shade("#ffffff", "#1c2230"),
  subnetEdge: shade("#5b6f84", "#7f93a8"),
  gateway: shade("#fdf4e7", "#2a2013"),
  gatewayEdge: shade("#a8651a", "#d69a54"),
  balancer: shade("#eef6ff", "#12233a"),
  balancerEdge: shade("#3d6fa8", "#6ea3de"),
  doubt: shade("#8a5a00", "#f0b94a"),
  link: shade("#8895a3", "#77859b"),
  forbidden: shade("#c8102e", "#ff7b86"),
  added: shade("#0f7b35", "#52d681"),
  removed: shade("#b8001f", "#ff8590"),
  changed: shade("#9a5b00", "#f2b35c"),
} as const satisfies Record<string, Shade>;

/** One colour for each flow. */
export const FLOWS: readonly Shade[] = [
  shade("#0b62c4", "#6cb2ff"),
  shade("#0a7d3c", "#4cc983"),
  shade("#8a3ffc", "#c09bff"),
  shade("#b34f00", "#ffad5c"),
  shade("#00788a", "#4fd0dc"),
  shade("#a8326e", "#ff8cc0"),
];

export function flowColor(number: number): Shade {
  return FLOWS[number % FLOWS.length] ?? COLORS.text;
}
