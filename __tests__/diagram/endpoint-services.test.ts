import { drawJson } from "../../src/diagram";
import { drawingOf } from "../support/drawing";
import { type Blocks, having, privateLink } from "../support/private-link";

const linesOf = (blocks: Blocks) => {
  const { walker, options } = drawingOf({ resource: blocks });
  return drawJson(walker, options).lines.map(({ kind, from, to, labels }) => [kind, from, to, ...labels].join(" "));
};
const ENDPOINTS = ["aws_subnet.endpoint_a", "aws_subnet.endpoint_b"];

test("a flow goes by each of an endpoint's interfaces to the load balancer in the other VPC", () => {
  const lines = linesOf(privateLink());
  for (const one of ENDPOINTS) {
    expect(lines).toContain(`flow aws_subnet.client ${one}`);
    expect(lines).toContain(`flow ${one} aws_lb.front`);
  }
});

test("where nothing is proved the picture still says what belongs together", () => {
  const asking = linesOf(having("aws_vpc_endpoint_service", "data", { acceptance_required: true }));
  for (const one of ENDPOINTS) expect(asking).toContain(`link ${one} aws_lb.front perhaps`);
  const shut = linesOf(having("aws_security_group", "front", { ingress: [] }));
  for (const one of ENDPOINTS) expect(shut).toContain(`link ${one} aws_lb.front`);
});

test("an endpoint that waits for its acceptance leads nowhere", () => {
  const lines = linesOf(having("aws_vpc_endpoint", "data", { state: "pendingAcceptance" }));
  for (const one of ENDPOINTS) expect(lines.filter((line) => line.includes(`${one} aws_lb.front`))).toEqual([]);
});
