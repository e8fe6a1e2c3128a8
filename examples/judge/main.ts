import { type Question, readNetwork } from "overlap-bridge/judge";

const [plan = "plan.json"] = process.argv.slice(2);
const network = readNetwork(plan);

/** What must never be: exit code 1 stops the pipeline before anything is applied. */
const FORBIDDEN: readonly Question[] = [
  { from: "internet", to: "aws_instance.database", port: 5432 },
  { from: "internet", to: "aws_instance.app", port: 22 },
];

for (const question of FORBIDDEN) {
  const { holds, verdict, path, reasons } = network.shows(question, "does not reach");
  console.log(`${holds ? "ok    " : "BROKEN"} ${question.from} -> ${question.to} ${question.port}`);
  if (holds) continue;
  process.exitCode = 1;
  console.log(`       ${verdict}, over ${path.there.map(({ address }) => address).join(", ")}`);
  for (const { code, address, message } of reasons) console.log(`       ${code} ${address}: ${message}`);
}
