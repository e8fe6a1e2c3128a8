import { APPLIANCE, SMALL } from "../config/bridge-texts";
import { add } from "../config/contradiction-case";
import { broken, type BrokenCase, holds, type HoldingCase } from "./rule-case";

const ALARMS = "alarms: { topic: arn:aws:sns:us-east-1:111122223333:alarms }";
const UNKNOWN_TYPE = "  instance_type: m7g.large\n  instance_interfaces: 3\n";
const ofType = (text: string, alarms: string) => [`appliance:\n`, `${alarms}\nappliance:\n${text}`] as const;

/** As many services as asked, told apart by host names. */
const services = (count: number) =>
  [
    "services:\n",
    `services:\n${Array.from({ length: count - 1 }, (_, i) => `  s${i}: { match: { hosts: [s${i}.example.com] }, targets: [10.64.0.10] }\n`).join("")}`,
  ] as const;

export const BROKEN_WATCHING_RULES: readonly BrokenCase[] = [
  broken(
    "dashboard-size",
    "more widgets than AWS takes",
    SMALL,
    [services(170), add("dashboard: true")],
    [[20, "dashboard"]],
  ),
  broken(
    "appliance-bandwidth",
    "a type without figures",
    APPLIANCE,
    [ofType(UNKNOWN_TYPE, ALARMS)],
    [[18, "appliance.instance_type"]],
  ),
];

export const HOLDING_WATCHING_RULES: readonly HoldingCase[] = [
  holds("dashboard-size", "as many services as an ALB has target groups", SMALL, services(100), add("dashboard: true")),
  holds(
    "appliance-bandwidth",
    "a type without figures, whose network nobody watches",
    APPLIANCE,
    ofType(UNKNOWN_TYPE, ALARMS.replace(" }", ", appliance_bandwidth: false }")),
  ),
];
