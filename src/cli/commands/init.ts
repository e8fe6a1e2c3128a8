import { type Command } from "commander";
import { type AccountInput, readAccountInput } from "../../questions/account-input";
import { overlappingPairs } from "../../drafting/overlapping-pairs";
import { askedInit, type Dialog } from "../../questions/init-dialog";
import { initialize, viewOf } from "../../questions/initialized";
import { UserError } from "../../project/user-error";
import { table } from "../../escape/columns";
import { accountAsJson, objectionLines } from "../output/account-lines";
import { EXIT, type Io } from "../output/io";
import { repeated } from "./repeated-option";
import { ACCOUNT_OPTION } from "./source-options";

interface InitCommandOptions {
  readonly account?: readonly string[];
  readonly client?: string;
  readonly web?: string;
  readonly target?: readonly string[];
  readonly backend?: string;
  readonly certificate?: string;
  readonly role?: readonly string[];
  readonly json?: boolean;
}

function listPairs(io: Io, input: AccountInput, json: boolean): number {
  const pairs = overlappingPairs(viewOf(input));
  if (json) {
    io.stdout.json({ pairs });
    return EXIT.ok;
  }
  if (pairs.length === 0) {
    io.stdout.lines(["no two VPCs of these accounts overlap"]);
    return EXIT.ok;
  }
  const shown = ({ id, name, ranges }: (typeof pairs)[number][number]): string =>
    [id, ...(name === undefined ? [] : [`(${name})`]), ranges.join(", ")].join(" ");
  io.stdout.lines([
    "VPCs that overlap:",
    ...table(
      pairs.map(([one, other]) => [shown(one), shown(other)]),
      "  ",
    ),
    "",
    "next: overlap init NAME --account ... --client VPC --web VPC --target ADDRESS:PORT",
  ]);
  return EXIT.ok;
}

function accountOf(io: Io, { account = [] }: InitCommandOptions): AccountInput {
  if (account.length > 0) return readAccountInput(io, account);
  throw new UserError(
    { rule: "no-account", input: "--account" },
    "give what AWS has: --account FILE, as overlap capture writes it",
  );
}

/** `overlap init` on a terminal: what wasn't said is asked first. Programs, who read JSON, are asked nothing. */
export async function runInitAsking(io: Io, name: string | undefined, options: InitCommandOptions): Promise<number> {
  const { asker } = io;
  if (!asker || options.json) return runInit(io, name, options);
  const input = accountOf(io, options);
  const said = {
    ...options,
    ...(name !== undefined && { name }),
    targets: options.target ?? [],
    roles: options.role ?? [],
  };
  const dialog: Dialog = {
    ask: (question) => asker.ask(question),
    say: (lines) => io.stderr.lines(lines),
  };
  try {
    const { name: called, targets: target, ...all } = await askedInit(io, dialog, input, said);
    return runInit(io, called, { ...all, target }, input);
  } finally {
    asker.close();
  }
}

/** `overlap init`: a bridge file from what AWS has, or the pairs of VPCs that could need one. */
export function runInit(
  io: Io,
  name: string | undefined,
  options: InitCommandOptions,
  input = accountOf(io, options),
): number {
  const { client, web, target = [], role = [], backend, certificate } = options;
  if (client === undefined || web === undefined) return listPairs(io, input, options.json === true);
  if (name === undefined)
    throw new UserError({ rule: "no-name", input: "NAME" }, "name the bridge, e.g. overlap init shop ...");
  const more = { ...(backend !== undefined && { backend }), ...(certificate !== undefined && { certificate }) };
  const { file, place, checked } = initialize(io, input, name, { client, web, targets: target, roles: role, ...more });
  if (options.json) {
    io.stdout.json({ file, place, account: accountAsJson(checked) });
    return checked.holds ? EXIT.ok : EXIT.broken;
  }
  io.stdout.lines([
    `${file}: written, place ${place}`,
    ...objectionLines(io, checked),
    "",
    checked.holds ? "next: npm start" : `next: mend the above, then overlap check ${name} --account ...`,
  ]);
  return checked.holds ? EXIT.ok : EXIT.broken;
}

export function addInitCommand(program: Command, io: Io, done: (exit: number) => void): void {
  program
    .command("init")
    .description("write a bridge file from what AWS has; without --client and --web: list the VPCs that overlap")
    .argument("[name]", "name of the bridge: bridges/NAME.yaml is written, and never overwritten")
    .option(...ACCOUNT_OPTION)
    .option("--client <vpc>", "id of the VPC whose hosts open the connections")
    .option("--web <vpc>", "id of the VPC with the servers")
    .option(
      "--target <address:port>",
      "a server, with /http, /https, /tcp or /tls where the port doesn't tell; repeat it",
      repeated,
    )
    .option("--backend <where>", "local, s3:BUCKET/KEY or cloud:ORGANIZATION/WORKSPACE (default: local)")
    .option("--certificate <arn>", "certificate of the listener for HTTPS")
    .option("--role <arn>", "role that Terraform assumes in an account; repeat it for each account", repeated)
    .option("--json", "print what was written, or the pairs, as JSON (schema/init.schema.json)")
    .addHelpText(
      "after",
      "\nExit code: 0 when the file was written and the account has nothing against it, 1 when something is missing, 2 for bad input." +
        "\nOn a terminal it asks what is missing: the VPCs, the targets and the backend. Elsewhere, and with --json, it asks nothing.",
    )
    .action(async (name: string | undefined, options: InitCommandOptions) =>
      done(await runInitAsking(io, name, options)),
    );
}
