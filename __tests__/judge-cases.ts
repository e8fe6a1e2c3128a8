import { type Input, type InputRule, type Question, type QuestionRule } from "../src/judge";
import { type Named } from "./support/told";

/** What the package's judge can't read. */
export interface BadRead extends Named {
  readonly input: Input;
  readonly rule: InputRule;
  /** The input as it is called; default: the JSON. */
  readonly where?: string;
}

const circle: Record<string, unknown> = { resource: {} };
circle["resource"] = circle;

export const BAD_READS: readonly BadRead[] = [
  { id: "a file that is not there", input: "nowhere.json", rule: "missing", where: "nowhere.json" },
  { id: "a folder", input: ".", rule: "folder", where: "." },
  { id: "JSON that ends too early", input: '{"resource": ', rule: "cut-off" },
  { id: "JSON of another kind", input: { hello: 1 }, rule: "other-kind" },
  // Lists and maps have a method of the name of a state's key.
  { id: "a list", input: [], rule: "other-kind" },
  { id: "a buffer", input: Buffer.from("{}"), rule: "other-kind" },
  { id: "Terraform's own state file", input: { serial: 1, lineage: "x" }, rule: "other-kind" },
  { id: "a key that stands twice", input: '{"resource": {}, "resource": {}}', rule: "repeated-key" },
  { id: "an object that holds itself", input: circle, rule: "too-deep" },
];

/** What the package's judge is asked of `smallNetwork`, and is no question. */
export interface BadQuestion extends Named {
  readonly question: unknown;
  readonly rule: QuestionRule;
  readonly asked: string;
}

const QUESTION: Question = { from: "aws_instance.app", to: "aws_instance.data", port: 5432 };

export const BAD_QUESTIONS: readonly BadQuestion[] = [
  {
    id: "nearly a name",
    question: { ...QUESTION, to: "aws_instance.date" },
    rule: "names-nothing",
    asked: "aws_instance.date",
  },
  {
    id: "what neither sends nor receives",
    question: { ...QUESTION, to: "aws_security_group.app" },
    rule: "no-sender-or-receiver",
    asked: "aws_security_group.app",
  },
  {
    id: "an address without its VPC",
    question: { ...QUESTION, from: "10.0.1.10" },
    rule: "address-without-vpc",
    asked: "10.0.1.10",
  },
  { id: "a port that no packet has", question: { ...QUESTION, port: 70000 }, rule: "number", asked: "70000" },
  { id: "nearly a protocol", question: { ...QUESTION, protocol: "tcpp" }, rule: "protocol", asked: "tcpp" },
  {
    id: "a bridge's word, which means nothing here",
    question: { ...QUESTION, from: "client" },
    rule: "names-nothing",
    asked: "client",
  },
  { id: "half a question", question: { from: "internet" }, rule: "no-question", asked: "to" },
  { id: "a number in place of a name", question: { ...QUESTION, from: 5 }, rule: "no-question", asked: "from" },
  { id: "nothing", question: undefined, rule: "no-question", asked: "undefined" },
  // Without the port that is meant, another one could make it true.
  {
    id: "a key that is none",
    question: { from: "aws_instance.app", to: "aws_instance.data", prot: 22 },
    rule: "unknown-key",
    asked: "prot",
  },
];
