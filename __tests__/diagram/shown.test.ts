import { drawMermaid } from "../../src/diagram";
import { drawingOf } from "../support/drawing";

/** VPCs with a way out each, whose destination is a variable. */
function networkOf(count: number, sensitive: boolean): object {
  const names = Array.from({ length: count }, (_, i) => `v${i}`);
  const each = (body: (name: string, i: number) => object) => Object.fromEntries(names.map((n, i) => [n, body(n, i)]));
  return {
    variable: { open: { default: "0.0.0.0/0", sensitive } },
    resource: {
      aws_vpc: each((_, i) => ({ cidr_block: `10.${i}.0.0/16` })),
      aws_internet_gateway: each((name) => ({ vpc_id: `\${aws_vpc.${name}.id}` })),
      aws_subnet: each((name, i) => ({ vpc_id: `\${aws_vpc.${name}.id}`, cidr_block: `10.${i}.1.0/24` })),
      aws_route_table: each((name) => ({
        vpc_id: `\${aws_vpc.${name}.id}`,
        route: [{ cidr_block: "${var.open}", gateway_id: `\${aws_internet_gateway.${name}.id}` }],
      })),
      aws_route_table_association: each((name) => ({
        subnet_id: `\${aws_subnet.${name}.id}`,
        route_table_id: `\${aws_route_table.${name}.id}`,
      })),
    },
  };
}

test.each([1, 20])("of %i VPCs a sensitive route to everywhere is not told", (count) => {
  const drawn = (sensitive: boolean) => {
    const { walker, options } = drawingOf(networkOf(count, sensitive));
    return drawMermaid(walker, options).toString() + JSON.stringify(drawMermaid(walker, options));
  };
  expect(drawn(false)).toContain("0.0.0.0/0 → internet gateway");
  expect(drawn(true)).not.toContain("0.0.0.0/0");
  expect(drawn(true)).toContain("(sensitive) → internet gateway");
});
