import { type BadCommand, HUB } from "./bad-command";

const trace = (...args: readonly string[]): readonly string[] => ["trace", "--synth", HUB, ...args];
const [RED, GREEN] = ["aws_instance.red", "aws_instance.green"];
const GOOD = JSON.stringify({ from: RED, to: GREEN, port: 443 });

const from = (id: string, rule: string, name: string): BadCommand => ({
  id,
  args: trace("--from", name, "--to", "internet"),
  refusal: { rule, input: name },
});
const asking = (id: string, rule: string, option: string, value: string): BadCommand => ({
  id,
  args: trace("--from", RED, "--to", GREEN, option, value),
  refusal: { rule, input: value },
});

/** One question that is none. */
export const QUESTION_COMMANDS: readonly BadCommand[] = [
  from("a name of nothing", "names-nothing", "aws_instance.nobody"),
  from("nearly a name", "names-nothing", "aws_instance.gren"),
  from("a name that steers a terminal", "names-nothing", "aws_instance.no\n\u001b[1mbody"),
  from("what sends nothing", "no-sender-or-receiver", "aws_security_group.red"),
  from("an address without its VPC", "address-without-vpc", "10.1.1.9"),
  from("an address in no subnet", "no-subnet", "10.9.9.9@aws_vpc.red"),
  from("an address in no VPC", "names-nothing", "10.1.1.9@aws_vpc.nobody"),
  asking("a port that no packet has", "number", "--port", "70000"),
  asking("a protocol that is none", "protocol", "--protocol", "smtp"),
  asking("nearly a protocol", "protocol", "--protocol", "tcpp"),
  asking("an ICMP type that is none", "number", "--icmp-type", "256"),
  asking("a family that is none", "family", "--family", "ipv5"),
  {
    id: "a matrix of no family",
    args: ["matrix", "--synth", HUB, "--family", "IPv6"],
    refusal: { rule: "family", input: "IPv6" },
  },
  { id: "half a question", args: trace("--from", RED), refusal: { rule: "no-question", input: "--from --to" } },
  {
    id: "a file of questions that is not there",
    args: trace("--questions", "nowhere.jsonl"),
    refusal: { rule: "unreadable", input: "nowhere.jsonl" },
  },
  {
    id: "a folder of questions",
    args: trace("--questions", "bridges"),
    refusal: { rule: "unreadable", input: "bridges" },
  },
];

const line = (id: string, rule: string, key: string, ...lines: readonly string[]): BadCommand => ({
  id,
  args: trace("--questions", "questions.jsonl"),
  files: { "questions.jsonl": [GOOD, ...lines, GOOD].join("\n") },
  refusal: { rule, input: "questions.jsonl", line: 2, key },
});
const more = (id: string, rule: string, key: string, words: object): BadCommand =>
  line(id, rule, key, JSON.stringify({ from: RED, to: GREEN, ...words }));

/** Files of questions, in which the second line is none; the others are answered. */
export const QUESTION_LINES: readonly BadCommand[] = [
  {
    ...line("a line that is not JSON, and three more bad ones", "not-json", ""),
    // As Windows writes it.
    files: { "questions.jsonl": `\uFEFF${[GOOD, "nonsense", "[]", '{"from": 1}', "{}", GOOD].join("\r\n")}` },
  },
  line("a line that is no object", "no-object", "", "[]"),
  line("no end", "type", "from", "{}"),
  line("an end that is no text", "type", "to", `{"from": "${RED}", "to": 1}`),
  more("a port that is no number", "type", "port", { port: [80] }),
  more("a port that no packet has", "number", "70000", { port: 70000 }),
  more("a name of nothing", "names-nothing", "nowhere", { to: "nowhere" }),
  more("a family that is none", "family", "6", { family: 6 }),
  more("nearly a key", "unknown-key", "prot", { prot: "udp" }),
  more("a key in another spelling", "unknown-key", "sourceport", { sourceport: 1 }),
  more("a key that is an answer's", "unknown-key", "verdict", { verdict: "ALLOWED" }),
  more("a key that is like none", "unknown-key", "expected", { expected: "DENIED" }),
  more("a key that objects inherit, with more", "unknown-key", "__proto__x", { __proto__x: 1 }),
  more("a key that objects inherit", "unknown-key", "constructor", { constructor: "tcp" }),
  more("a key with a capital", "unknown-key", "Port", { port: 80, Port: 81 }),
  more("one word in two spellings", "repeated-key", "icmp_type", { icmp_type: 8, icmpType: 0 }),
];
