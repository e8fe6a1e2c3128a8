import { drawJson } from "../../src/diagram";
import { drawingOf } from "../support/drawing";

/** The boxes around the VPCs of a network: what each says, and how many VPCs stand in it. */
function boxesOf(vpcs: Readonly<Record<string, object>>, providers: readonly object[] = []) {
  const named = Object.entries(vpcs);
  const { walker, options } = drawingOf({
    provider: { aws: providers },
    resource: {
      aws_vpc: Object.fromEntries(named.map(([name, more], i) => [name, { cidr_block: `10.${i}.0.0/16`, ...more }])),
      aws_subnet: Object.fromEntries(
        named.map(([name, more], i) => [
          name,
          { vpc_id: `\${aws_vpc.${name}.id}`, cidr_block: `10.${i}.1.0/24`, ...more },
        ]),
      ),
    },
  });
  return drawJson(walker, options)
    .frames.filter(({ kind }) => kind === "account")
    .map(({ title, frames }) => `${title}: ${frames.length}`);
}

const REGION = { region: "us-east-1" };

test("each Region of one provider has a box of its own", () => {
  expect(boxesOf({ a: {}, b: REGION, c: REGION }, [{ region: "eu-west-1" }])).toEqual(["eu-west-1: 1", "us-east-1: 2"]);
  expect(boxesOf({ a: {}, b: REGION })).toEqual(["the provider's Region: 1", "us-east-1: 1"]);
  expect(boxesOf({ a: REGION, b: { region: '${lookup(aws_vpc.a, "region")}' } })).toEqual([
    "us-east-1: 1",
    "a Region that is not known: 1",
  ]);
});

test("one Region alone has none", () => {
  expect(boxesOf({ a: {}, b: {} }, [{ region: "eu-west-1" }])).toEqual([]);
  expect(boxesOf({ a: REGION, b: REGION }, [{ region: "eu-west-1" }])).toEqual([]);
});

test("with several providers the box says both", () => {
  const providers = [{ region: "eu-west-1" }, { alias: "peer", region: "eu-west-1" }];
  expect(boxesOf({ a: { provider: "aws.peer" }, b: { provider: "aws.peer", ...REGION }, c: {} }, providers)).toEqual([
    "provider aws.peer, eu-west-1: 1",
    "provider aws.peer, us-east-1: 1",
    "provider aws: 1",
  ]);
});
