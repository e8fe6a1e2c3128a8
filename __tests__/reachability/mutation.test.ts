import { join } from "node:path";
import { readFileSync } from "node:fs";
import { withAssumedTargets, withFacts } from "../../src/cli/facts";
import { statementsOf } from "../../src/cli/statements";
import { judge, Walker } from "../../src/reachability";
import { graphOf, InputFault } from "../../src/terraform";
import { buildTopology } from "../../src/topology";
import { synthesize } from "../../src/stacks/synthesize";
import { inFolder, planOf } from "../support/bridges";
import { mutantsOf, type Mutant, type Stack } from "./mutants";

/** Mutants that no statement needs to catch, each with the reason why traffic does not depend on it. */
const EQUIVALENT: readonly { readonly mutants: RegExp; readonly reason: string }[] = [
  { mutants: /^aws_(s3_bucket\w*|flow_log|cloudwatch_metric_alarm)\./, reason: "logs and alarms carry no traffic" },
  {
    mutants: /^aws_launch_template\.|\.launch_template\.id: /,
    reason: "a launch template gives the demo hosts image and start script, not their place in the network",
  },
  {
    mutants: /^aws_vpc_endpoint\.demo-web|_egress_rule\.demo-web_to-s3/,
    reason: "the demo web server installs nginx through it once; no statement is about S3, whose addresses are AWS's",
  },
  {
    mutants: /^aws_ec2_instance_connect_endpoint\.demo-client\.subnet_id/,
    reason: "any subnet of the client VPC reaches the demo client",
  },
  {
    mutants: /_egress_rule\.demo-client_(connect-to-client|to-alb-[\d-]+)\.(cidr_ipv4: .* -> .*\/(31|22)$|to_port)/,
    reason: "a wider way out of a demo host: what it may reach is decided where it arrives",
  },
  {
    mutants: /_ingress_rule\.demo-client_from-connect\.to_port/,
    reason: "a wider way into the demo client from its own connect endpoint, whose group lets only SSH out",
  },
  {
    mutants: /^data\.aws_network_interface\.[\w-]+\.filter\[1\]: removed/,
    reason: "the description alone names one interface per subnet; the interface type is a second fence",
  },
  {
    mutants: /^aws_route_table_association\.client_(private2|nat-[ab]|attachment-[ab]|batch-a): deleted/,
    reason: "the subnet falls back to the main route table, which holds the local routes only, as its own does",
  },
  {
    mutants: /^aws_route_table_association\.(client_(nat|attachment)-[ab]|web_web-a)\.route_table_id/,
    reason: "the other table holds the same routes",
  },
  {
    mutants: /_egress_rule\.front_to-[\d-]+\.cidr_ipv4: .*\/31$/,
    reason: "the neighbour that the wider range adds is a target on the same port too",
  },
];

function survives(mutant: Mutant, plan: ReturnType<typeof planOf>): boolean {
  try {
    const graph = withFacts(graphOf(mutant.stack, "mutant", "synth"), plan);
    const topology = withAssumedTargets(buildTopology(graph), plan);
    const walker = new Walker(topology);
    const network = { graph, topology, walker, source: "mutant", bridge: plan };
    return statementsOf(network, plan).every((statement) => judge(walker, statement).holds);
  } catch (error) {
    if (error instanceof InputFault) return false;
    throw error;
  }
}

describe.each(["article", "production"] as const)("mutants of %s", (name) => {
  const plan = planOf(name);
  const stack = inFolder((folder) => {
    const [file = ""] = synthesize([plan], folder);
    return JSON.parse(readFileSync(join(file), "utf8")) as Stack;
  });
  const mutants = [...mutantsOf(stack)];

  test("the stack itself holds", () => {
    expect(survives({ name: "the original", stack }, plan)).toBe(true);
  });

  test("every mutant is caught, or traffic does not depend on it", () => {
    const reasonOf = (mutant: Mutant) => EQUIVALENT.find(({ mutants: own }) => own.test(mutant.name))?.reason;
    const alive = mutants.filter((mutant) => survives(mutant, plan));
    const equivalent = alive.filter((mutant) => reasonOf(mutant) !== undefined);
    const missed = alive.filter((mutant) => reasonOf(mutant) === undefined).map((mutant) => mutant.name);
    const killed = mutants.length - alive.length;
    process.stdout.write(
      `${name}: ${killed} of ${mutants.length} mutants killed, ${equivalent.length} equivalent, ${missed.length} missed\n`,
    );
    expect(missed).toEqual([]);
    expect(killed).toBeGreaterThan(150);
  });
});
