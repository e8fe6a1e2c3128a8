import { type Command } from "commander";
import { waysAsJson, waysLines } from "../../choosing/ways-lines";
import { added, type PriceTable } from "../../prices";
import { checkFile, type JudgedFile } from "../../project/checked-file";
import { type ChosenFile, chosenFiles } from "../../project/chosen-files";
import { stacksOf } from "../../project/controls";
import { neighboursOf } from "../../project/neighbours";
import { costOfPlan, type PlanCost } from "../../project/plan-cost";
import { UserError } from "../../project/user-error";
import { bridgeOf, sourceNamed, type SourceOptions } from "../../questions/network";
import { pricesFrom } from "../../questions/price-file";
import { costOfSource } from "../../questions/source-cost";
import { asRegion, STDIN } from "../../terraform";
import { costAsJson, graphCostAsJson, sumAsJson } from "../output/cost-json";
import { costLines, graphCostLines } from "../output/cost-lines";
import { sumWords } from "../output/cost-words";
import { EXIT, type Io } from "../output/io";
import { withoutSecrets } from "../output/shown";
import { addSourceOptions } from "./source-options";

interface CostOptions extends SourceOptions {
  readonly prices?: string;
  readonly region?: string;
  readonly gb?: string;
  readonly json?: boolean;
}

const SOURCES = ["synth", "plan", "state"] as const;
/** Nobody sends more in a month; a larger number is most often one of bytes. */
const MOST_GIGABYTES = 1e9;

function refuse(rule: string, input: string, words: string): never {
  throw new UserError({ rule, input }, words);
}

/** What is wrong with the options together. */
function refuseOptions(bridge: string | undefined, options: CostOptions): void {
  const { account = [], prices, gb } = options;
  const files = SOURCES.filter((kind) => options[kind] !== undefined);
  const [source] = [...files, ...(account.length > 0 ? ["account"] : [])];
  if (source !== undefined && bridge !== undefined)
    refuse(
      "one-source",
      `bridge --${source}`,
      `give a bridge or --${source}, not both: what a file makes and what is there may differ`,
    );
  if (source !== undefined && gb !== undefined)
    refuse(
      "gb-without-bridge",
      "--gb",
      "--gb: which way a gigabyte takes only a bridge tells; name one, or leave --gb out",
    );
  const stdins = [
    ...(bridge === STDIN ? ["bridge"] : []),
    ...files.flatMap((kind) => (options[kind] === STDIN ? [`--${kind}`] : [])),
    ...(prices === STDIN ? ["--prices"] : []),
  ];
  if (stdins.length > 1)
    refuse(
      "stdin-twice",
      stdins.join(" "),
      `${stdins.join(" and ")} can't both be ${STDIN}: standard input is read once; give one a file`,
    );
}

function regionOf(text: string | undefined): string | undefined {
  if (text === undefined || asRegion(text) !== undefined) return text;
  return refuse("region", "--region", `--region "${text}": is no Region's name; write one such as eu-central-1`);
}

function gigabytesOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,10}(\.\d{1,3})?$/.test(text) ? Number(text) : undefined;
  if (number !== undefined && number <= MOST_GIGABYTES) return number;
  return refuse(
    "gigabytes",
    "--gb",
    `--gb "${text}": is no number of gigabytes a month; write one from 0 on, such as 500`,
  );
}

/** The prices that a file's ways are compared by: those of another Region stand in the place of its own. */
function seenFrom(own: string, table: PriceTable, region: string | undefined): PriceTable {
  if (region === undefined) return table;
  const prices = table.get(region);
  return new Map(prices ? [[own, prices]] : []);
}

interface Told {
  readonly cost: PlanCost;
  readonly ways: JudgedFile["ways"];
  readonly file: string;
}

/** What the chosen bridges cost. @throws UserError with the first fault of a file */
async function toldOf(files: readonly ChosenFile[], table: PriceTable, region: string | undefined): Promise<Told[]> {
  const neighbours = neighboursOf();
  const sound: { readonly file: ChosenFile; readonly judged: JudgedFile }[] = [];
  for (const file of files) {
    const first = checkFile(file, neighbours(file), table);
    if ("faults" in first || !first.holds) {
      await bridgeOf(file);
      refuse("file-readable", file.shown, `${file.shown}: breaks a rule; overlap check tells which`);
    }
    const isOther = region !== undefined && region !== first.region;
    const judged = isOther ? checkFile(file, neighbours(file), seenFrom(first.region, table, region)) : first;
    if (!("faults" in judged)) sound.push({ file, judged });
  }
  const stacks = await stacksOf(sound.map(({ judged }) => judged.plan));
  return sound.flatMap(({ file, judged: { plan, ways } }) => {
    const stack = stacks.get(plan.name);
    return stack ? [{ cost: costOfPlan(plan, stack, table, region), ways, file: file.shown }] : [];
  });
}

async function costOfBridges(
  io: Io,
  bridge: string | undefined,
  table: PriceTable,
  options: CostOptions,
): Promise<void> {
  const gigabytes = gigabytesOf(options.gb);
  const told = await toldOf(chosenFiles(io, bridge), table, regionOf(options.region));
  const sums = told.map(({ cost }) => cost.cost.fixed);
  if (options.json) {
    const bridges = told.map(({ cost, ways, file }) => ({
      name: cost.name,
      file,
      ...costAsJson(cost),
      ways: waysAsJson(ways),
    }));
    io.stdout.json({ bridges, fixed: sumAsJson(sums) });
    return;
  }
  told.forEach(({ cost, ways }, i) => {
    const lines = [...costLines(io, cost, table, gigabytes), ...waysLines({ ways, region: cost.region, table }, false)];
    io.stdout.lines([...(i > 0 ? [""] : []), ...lines]);
  });
  if (told.length > 1) io.stdout.lines(["", `all ${told.length} bridges: ${sumWords(added(sums))} $ a month`]);
}

/** `overlap cost`: what bridges cost, or any configuration, plan or state. */
export async function runCost(io: Io, bridge: string | undefined, options: CostOptions): Promise<number> {
  refuseOptions(bridge, options);
  const region = regionOf(options.region);
  const table = pricesFrom(io, options.prices);
  const source = await sourceNamed(io, options);
  if (!source) {
    await costOfBridges(io, bridge, table, options);
    return EXIT.ok;
  }
  const told = costOfSource(source, table, region);
  if (options.json) io.stdout.json(withoutSecrets(told.secrets, graphCostAsJson(told)));
  else io.stdout.lines(withoutSecrets(told.secrets, graphCostLines(io, told, table)));
  return EXIT.ok;
}

const HELP = `
Prices are AWS's list prices, each with its day and source in --json and on docs/cost.md. A price that is not known is told as unknown,
and a sum of which a part is not known says so. What exists already is not counted, nor is what is charged by use alone, as logs are.

--prices FILE takes further prices, which go before AWS's lists: YAML or JSON of this form, null for what is not known:
  regions:
    eu-west-1:
      date: 2026-11-27
      source: AWS Price List
      prices: { nat_gateway: { hour: 0.048, gb: 0.048 }, application_load_balancer: { hour: 0.0252 } }
      instances: { c7gn.medium: { hour: 0.07 } }

Exit code: 0 when the sums were made, whatever is unknown in them; 2 for bad input.`;

export function addCostCommand(program: Command, io: Io, done: (exit: number) => void): void {
  addSourceOptions(program.command("cost"))
    .description(
      "what a bridge costs a month and a gigabyte, by component, leg and account; or what any Terraform has that AWS charges for",
    )
    .argument(
      "[bridge]",
      "name of a file in bridges/, a path to one, or - for standard input; default: all, with their sum",
    )
    .option("--prices <file>", "further prices, which go before AWS's lists")
    .option("--region <region>", "by the prices of this Region, wherever the input says it is")
    .option("--gb <number>", "with so many gigabytes a month over the bridge")
    .option("--json", "print the costs as JSON (schema/cost.schema.json)")
    .addHelpText("after", HELP)
    .action(async (bridge: string | undefined, options: CostOptions) => done(await runCost(io, bridge, options)));
}
