import { bad, faultsOfFile } from "../support/bad-file";
import { told } from "../support/told";
import { APPLIANCE, type Edit, LARGE_APPLIANCE } from "./bridge-texts";

/** What is told of a text that is changed: line, key and rule of each. */
function toldOf(base: string, ...edits: Edit[]) {
  return faultsOfFile(bad("bad", base, edits, []))
    .map(told)
    .map(({ line, key, rule }) => [line, key, rule]);
}

const WEB_SEEN: Edit[0] = "web_seen_as: 100.64.1.0/24";

test.each<[string, Edit, unknown[]]>([
  ["bits of a host", [WEB_SEEN, "web_seen_as: 100.64.1.1/24"], ["appliance.web_seen_as", "cidr"]],
  ["a range that is none", [WEB_SEEN, "web_seen_as: all"], ["appliance.web_seen_as", "cidr"]],
  ["a number", [WEB_SEEN, "web_seen_as: 100"], ["appliance.web_seen_as", "seen-as"]],
  ["nothing mapped", [WEB_SEEN, "web_seen_as: {}"], ["appliance.web_seen_as", "cidr"]],
  ["a key that is no range", [WEB_SEEN, "web_seen_as: { servers: 100.64.1.0/24 }"], ["appliance.web_seen_as", "cidr"]],
  [
    "a value that is no range",
    [WEB_SEEN, "web_seen_as: { 10.64.0.0/24: 100.64.1.0/33 }"],
    ['appliance.web_seen_as["10.64.0.0/24"]', "cidr"],
  ],
])("how a side is seen: %s", (_, edit, [key, rule]) => {
  expect(toldOf(APPLIANCE, edit)).toEqual([[18, key, rule]]);
});

test.each([
  ["[]", "ports", "range"],
  ["[0]", "ports[0]", "range"],
  ["[65536]", "ports[0]", "range"],
  ["[1.5]", "ports[0]", "ports"],
  ["[-1]", "ports[0]", "range"],
  ["['']", "ports[0]", "range"],
  ["[any]", "ports[0]", "ports"],
  ["['9-8']", "ports[0]", "ports"],
  ["['1-70000']", "ports[0]", "ports"],
  ["['1-2-3']", "ports[0]", "ports"],
  ["[true]", "ports[0]", "ports"],
  ["[[1]]", "ports[0]", "ports"],
  ["5432", "ports", "type"],
])("a list of ports: %s", (list, key, rule) => {
  expect(toldOf(APPLIANCE, ["ports: [5432]", `ports: ${list}`])).toEqual([
    [20, `appliance.client_to_web[0].${key}`, rule],
  ]);
});

test.each(["tcp", "SCTP", "ANY", "-1", "6"])("a protocol that there is none of: %s", (protocol) => {
  expect(toldOf(APPLIANCE, ["protocol: UDP", `protocol: "${protocol}"`])).toEqual([
    [20, "appliance.client_to_web[1].protocol", "choice"],
  ]);
});

test.each(["Db", "-db", "db.", "a..b", "*"])("a host's name that is none: %s", (name) => {
  expect(toldOf(LARGE_APPLIANCE, ["{ db: 10.64.2.20 }", `{ "${name}": 10.64.2.20 }`]).map(([line]) => line)).toEqual([
    21,
  ]);
});

test("without services nothing of an ALB does anything", () => {
  const told = toldOf(APPLIANCE, [
    "bridge:\n",
    "alb: { idle_timeout: 30 }\nlisteners: { http: {} }\nreachability_analyzer: {}\nbridge:\n  steer: [10.64.0.0/24]\n  alb_subnets: { one: { cidr: 10.0.6.0/27, zone: a } }\n",
  ]);
  const ignored = told.flatMap(([, key, rule]) => (rule === "ignored-key" ? [key] : []));
  expect(ignored.sort()).toEqual(["alb", "bridge.alb_subnets", "bridge.steer", "listeners", "reachability_analyzer"]);
});

test("a group of clients that nobody opens anything to does nothing", () => {
  const told = toldOf(
    APPLIANCE,
    ["  initiate: both\n", ""],
    ["  web_to_client: [{ protocol: TCP, ports: [8443] }]\n", ""],
    [
      "client:\n  vpc: { cidr: 10.64.0.0/16 }",
      "client:\n  security_groups: [sg-11111111]\n  vpc: { id: vpc-11111111, cidr: 10.64.0.0/16 }",
    ],
    [
      "clients: { cidr: 10.64.0.0/24, zone: a }",
      "clients: { cidr: 10.64.0.0/24, zone: a, id: subnet-11111111, route_table: rtb-11111111 }",
    ],
  );
  expect(told).toEqual([[4, "client.security_groups", "ignored-key"]]);
});
