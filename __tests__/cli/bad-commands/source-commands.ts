import { SMALL } from "../../config/bridge-texts";
import { BAD_INPUTS } from "../../terraform/bad-inputs";
import { type BadCommand } from "./bad-command";

const json = (value: unknown): string => JSON.stringify(value);
const NO_BRIDGE = json({ resource: {} });
const OUTPUT = { output: { overlap_bridge: { value: { version: 1, bridge: "../article", roles: {} } } } };
const ofBridge = (bridge: string) =>
  json({ resource: {}, output: { overlap_bridge: { value: { ...OUTPUT.output.overlap_bridge.value, bridge } } } });

/** What is to be judged is named wrongly, or not at all. */
export const SOURCE_COMMANDS: readonly BadCommand[] = [
  {
    id: "nothing is named",
    args: ["matrix"],
    refusal: { rule: "no-bridge-named", input: "bridge" },
  },
  {
    id: "a bridge that is not there",
    args: ["draw", "nobody", "-o", "x.svg"],
    refusal: { rule: "no-such-bridge", input: "nobody" },
  },
  {
    id: "a bridge that is nearly there",
    args: ["review", "plan.json", "--bridge", "artcle"],
    refusal: { rule: "no-such-bridge", input: "artcle" },
  },
  {
    id: "a bridge file that is not there",
    args: ["verify", "./nobody.yaml"],
    refusal: { rule: "file-readable", input: "./nobody.yaml", line: 1, key: "" },
  },
  {
    id: "a bridge with two faults",
    args: ["verify", "./own.yaml"],
    files: { "own.yaml": SMALL.replace("us-east-1", "1").replace("port: 80 }", "port: 0 }") },
    refusal: { rule: "type", input: "./own.yaml", line: 1, key: "region" },
  },
  {
    id: "an end that only the JSON tells to be wrong",
    args: ["verify", "changed", "--synth", "cdktf.out/stacks/article/cdk.tf.json"],
    files: {
      "bridges/changed.yaml": `${SMALL}expect: [{ from: client, to: aws_instance.none, is: denied }]\n`,
    },
    refusal: { rule: "names-nothing", input: "bridges/changed.yaml", key: "expect[0].to" },
  },
  {
    id: "two sources",
    args: ["matrix", "--synth", "a.json", "--plan", "b.json"],
    refusal: { rule: "one-source", input: "--synth --plan" },
  },
  {
    id: "a file that is not there",
    args: ["draw", "--synth", "no.json", "-o", "x.svg"],
    refusal: { rule: "missing", input: "no.json" },
  },
  {
    id: "a file that is nearly there",
    args: ["matrix", "--plan", "plan.jsn"],
    files: { "plan.json": "{}" },
    refusal: { rule: "missing", input: "plan.jsn" },
  },
  {
    id: "a folder",
    args: ["matrix", "--state", "bridges"],
    refusal: { rule: "folder", input: "bridges" },
  },
  {
    id: "an input that is of no bridge",
    args: ["verify", "--synth", "own.json"],
    files: { "own.json": NO_BRIDGE },
    refusal: { rule: "no-bridge-named", input: "own.json" },
  },
  {
    id: "an input that says to be of what is no name",
    args: ["verify", "--synth", "own.json"],
    files: { "own.json": ofBridge("../article") },
    refusal: { rule: "bridge-name", input: "own.json" },
  },
  {
    id: "an input that says to be of a bridge that is not there",
    args: ["verify", "--synth", "own.json"],
    files: { "own.json": ofBridge("orders") },
    refusal: { rule: "no-such-bridge", input: "orders" },
  },
  {
    id: "standard input twice, as bridge and source",
    args: ["verify", "-", "--synth", "-"],
    refusal: { rule: "stdin-twice", input: "bridge --synth" },
  },
  {
    id: "a network of more than a matrix can show",
    args: ["matrix", "--synth", "many.tf.json"],
    files: {
      "many.tf.json": json({
        resource: {
          aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
          aws_subnet: { s: { count: 3001, vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.0.0/24" } },
        },
      }),
    },
    refusal: { rule: "limit", input: "many.tf.json" },
  },
  {
    id: "a limit that is met",
    args: ["matrix", "--synth", "own.json", "--limit", "instances=20"],
    files: { "own.json": json({ resource: { aws_vpc: { v: { count: 30 } } } }) },
    refusal: { rule: "limit", input: "own.json" },
  },
];

/** Each bad input as a command tells of it. */
export const INPUT_COMMANDS: readonly BadCommand[] = BAD_INPUTS.map(
  ({ id, kind, content, rule, commandRule = rule }) => ({
    id,
    args: ["matrix", `--${kind}`, "input.json"],
    files: { "input.json": content },
    refusal: { rule: commandRule, input: "input.json" },
  }),
);
