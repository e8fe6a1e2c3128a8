import { type Mark, mermaidOfChanges } from "../../src/diagram";
import { topologyOf } from "../support/networks";
import { synthJson } from "../support/synthesized";
import { planOf } from "../support/bridges";

const json = synthJson(planOf("article"));
const article = topologyOf(json);

function changed(
  marks: Readonly<Record<string, Mark>>,
  more: Partial<Parameters<typeof mermaidOfChanges>[0]> = {},
): string {
  return mermaidOfChanges({ title: "plan", after: article, marks: new Map(Object.entries(marks)), ...more });
}

test("only what changes is drawn, in the boxes around it", () => {
  const text = changed({ "aws_nat_gateway.nat_private2": "changed" });
  expect(text).toMatch(/subgraph aws_vpc__client\["VPC client/);
  expect(text).toContain("changed: private NAT gateway nat_private2");
  expect(text).toMatch(/class aws_subnet__client_private2 changed\n/);
  expect(text).not.toMatch(/web_private|transit|private3/);
});

test.each([
  ["aws_vpc_security_group_ingress_rule.web_from-alb--10-0-2-0-23-80", /changed: host demo-web/],
  ["aws_route.nat_private1--private3", /added: steered: 10\.0\.2\.0\/24 → NAT gateway nat_private2/],
  ["aws_lb_target_group.front_web", /changed: internal ALB front/],
  ["aws_ec2_transit_gateway_route.transit_client_10-64-0-0-24", /added: 10\.64\.0\.0\/24 → transit_web/],
  ["aws_vpc.web", /subgraph aws_vpc__web\["added: VPC web/],
  ["aws_subnet.web_private", /added: web_private 10\.64\.0\.0\/24/],
])("%s marks what it belongs to", (address, says) => {
  expect(changed({ [address]: "added" })).toMatch(says);
});

test("what is gone is drawn from the network before", () => {
  const { ["demo-web"]: gone, ...instances } = json.resource["aws_instance"] ?? {};
  expect(gone).toBeDefined();
  const after = topologyOf({ ...json, resource: { ...json.resource, aws_instance: instances } });
  const marks = { "aws_instance.demo-web": "removed" } as const;
  expect(changed(marks, { before: article, after })).toMatch(
    /removed: host demo-web[\s\S]*class aws_subnet__web_private removed/,
  );
  expect(changed(marks, { after })).toBe('flowchart TB\n  nothing["Nothing that is drawn changes."]\n');
});

test("flows that change are lines of their mark's colour", () => {
  const flows = [
    { from: "aws_instance.demo-client", to: "aws_lb.front", text: 'tcp/80 "x"', mark: "removed" },
  ] as const;
  const text = changed({}, { flows });
  expect(text).toContain('aws_subnet__client_private1 -- "removed: tcp/80 #quot;x#quot;" --> aws_lb__front');
  expect(text).toMatch(/linkStyle 0 stroke:#b8001f,stroke-width:3px/);
  expect(text).toContain("host demo-client");
  expect(text).not.toMatch(/private3|node of front/);
});

test("ends that are nowhere draw nothing, and nothing changed is said", () => {
  const flows = [{ from: "aws_instance.nobody", to: "aws_lb.front", text: "tcp/80", mark: "added" }] as const;
  expect(changed({}, { flows })).toBe('flowchart TB\n  nothing["Nothing that is drawn changes."]\n');
});
