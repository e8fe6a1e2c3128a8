import { type AddressPlan } from "../../src/address-plan/plan";
import { verify } from "../../src/questions/promises";
import { networkIn } from "../../src/requirements/judged-network";
import { graphOf, type JsonObject } from "../../src/terraform";
import { ATTACHED, planOf } from "../support/bridges";
import { synthJson } from "../support/synthesized";

type Stack = Record<string, Record<string, Record<string, Record<string, unknown>>>>;
type Change = (stack: Stack) => void;

const OTHER = {
  "client.account": { id: "111122223333" },
  "web.account": { id: "444455556666", role: "arn:aws:iam::444455556666:role/deploy" },
};

function networkOf(plan: AddressPlan, change: Change = () => undefined) {
  const stack = structuredClone(synthJson(plan)) as unknown as Stack;
  change(stack);
  return networkIn(graphOf(stack as unknown as JsonObject, "article", "synth"), "article", plan);
}

/** The statements that do not hold. */
function broken(plan: AddressPlan, change?: Change): string[] {
  return verify(networkOf(plan, change), plan).flatMap(({ holds, text }) => (holds ? [] : [text]));
}

const both = planOf("article", ATTACHED);
const only = (side: "client" | "web") => {
  const gone = side === "client" ? ["web.attachment"] : ["client.attachment", "client.attachment_subnets"];
  return planOf("article", { ...ATTACHED, ...Object.fromEntries(gone.map((key) => [key, undefined])) });
};

test.each([
  ["both sides", both],
  ["both sides, in two accounts", planOf("article", { ...ATTACHED, ...OTHER })],
  ["the client side", only("client")],
  ["the web side", only("web")],
  ["the client side, in two accounts", planOf("article", { ...ATTACHED, ...OTHER, "web.attachment": undefined })],
])("with attachments that exist on %s all that the bridge promises holds", (_, plan) => {
  expect(broken(plan)).toEqual([]);
});

test("what is supposed of them is listed, with how to see it", () => {
  const granted = networkOf(both).granted.filter(({ about }) => about.some((id) => id.startsWith("tgw-attach-")));
  expect(granted).toEqual(
    [1, 2].map((digit) => {
      const [id, table] = [`tgw-attach-${`${digit}`.repeat(8)}`, `tgw-rtb-${`${digit}`.repeat(8)}`];
      return {
        what: `it is associated with ${table}, of whose routes only the bridge's are looked at`,
        about: [id],
        learn: expect.stringContaining(table) as string,
      };
    }),
  );
});

const routes = (stack: Stack) => stack["resource"]!["aws_ec2_transit_gateway_route"]!;
const ways = (stack: Stack) => stack["resource"]!["aws_route"]!;
const CLIENT_TABLE = "the client side's transit gateway table leads to the web subnets, nowhere else";
const WEB_TABLE = "the web side's transit gateway table leads to the ALB subnets, nowhere else";

test.each<[string, string, Change]>([
  ["no route to the web side", CLIENT_TABLE, (stack) => delete routes(stack)["transit_client_10-64-0-0-24"]],
  ["no route back", WEB_TABLE, (stack) => delete routes(stack)["transit_web_10-0-2-0-23"]],
  [
    "a route back to where it came from",
    WEB_TABLE,
    (stack) => (routes(stack)["transit_web_10-0-2-0-23"]!["transit_gateway_attachment_id"] = "tgw-attach-22222222"),
  ],
  [
    "a route in the other side's table",
    CLIENT_TABLE,
    (stack) => (routes(stack)["transit_client_10-64-0-0-24"]!["transit_gateway_route_table_id"] = "tgw-rtb-22222222"),
  ],
  [
    "a route by another attachment",
    CLIENT_TABLE,
    (stack) => (routes(stack)["transit_client_10-64-0-0-24"]!["transit_gateway_attachment_id"] = "tgw-attach-33333333"),
  ],
  [
    "an interface that is looked up in a subnet without one",
    "ALB node in private3 -> web 10.64.0.10:80",
    (stack) => {
      const filters = stack["data"]!["aws_network_interface"]!["steer_attachment-a"]!["filter"] as {
        values: string[];
      }[];
      filters[2]!.values = ["subnet-0123456789abcdef0"];
    },
  ],
  [
    "no way back from the web subnet",
    "ALB node in private3 -> web 10.64.0.10:80",
    (stack) => {
      for (const name of Object.keys(ways(stack))) if (name.startsWith("steer_web")) delete ways(stack)[name];
    },
  ],
])("%s is missed", (_, statement, change) => {
  expect(broken(both, change)).toContain(statement);
});

test.each([
  ["client.attachment_subnets", ["attached-b", "attached-a"], []],
  // The web server is in the zone of the one subnet.
  ["web.attachment_subnets", ["private"], []],
])("in whatever order the file lists %s", (key, names, expected) => {
  expect(broken(planOf("article", { ...ATTACHED, [key]: names }))).toEqual(expected);
});
