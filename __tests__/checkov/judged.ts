import type { Accepted } from "./accepted";
import type { CheckResult, Scan } from "./scan";

/** What is scanned, and what may fail there. */
export interface Scanned {
  /** The plan's name. */
  readonly name: string;
  readonly byConstructs: readonly Accepted[];
  readonly byFile: readonly Accepted[];
  /** Where its findings are accepted. @default - in the constructs, or its bridge file */
  readonly acceptIn?: string;
}

/** A check that fails, accepted for a reason. */
export interface AcceptedResult extends CheckResult {
  readonly reason: string;
  /** Who accepts it. */
  readonly by: "construct" | "file";
}

/** A check that fails, and where it could be accepted; nowhere, where nothing is. */
export interface OpenResult extends CheckResult {
  readonly acceptIn: string | undefined;
}

/** What came of a scan. */
export interface Judged {
  /** What fails, and nobody accepts. */
  readonly open: readonly OpenResult[];
  readonly accepted: readonly AcceptedResult[];
  /** What a construct accepts and fails in none of the plans; each once. */
  readonly staleOfConstructs: readonly Accepted[];
  /** What a file accepts and does not fail there. */
  readonly staleOfFiles: readonly (Accepted & { readonly name: string })[];
}

const fits = (accepted: Accepted, { check, address }: CheckResult) =>
  accepted.check === check && (accepted.address === undefined || accepted.address === address);

function acceptedIn(scanned: Scanned | undefined, result: CheckResult): AcceptedResult | undefined {
  const byConstruct = scanned?.byConstructs.find((one) => fits(one, result));
  const found = byConstruct ?? scanned?.byFile.find((one) => fits(one, result));
  return found && { ...result, reason: found.reason, by: byConstruct ? "construct" : "file" };
}

/** A construct accepts the same of a type in every bridge, for one reason. */
const siteOf = ({ check, reason, address = "" }: Accepted) => `${check} ${address.split(".")[0]} ${reason}`;

/** Holds what failed against what may fail. */
export function judge({ results }: Scan, all: readonly Scanned[]): Judged {
  const failed = results.filter((result) => result.failed);
  const byName = new Map(all.map((one) => [one.name, one]));
  const accepted = failed.flatMap((result) => acceptedIn(byName.get(result.input), result) ?? []);
  const of = ({ name }: Scanned) => failed.filter(({ input }) => input === name);
  const alive = new Set(
    all.flatMap((one) =>
      one.byConstructs.filter((accept) => of(one).some((result) => fits(accept, result))).map(siteOf),
    ),
  );
  const sites = new Map(all.flatMap((one) => one.byConstructs.map((accept) => [siteOf(accept), accept] as const)));
  return {
    accepted,
    open: failed.flatMap((result) => {
      const scanned = byName.get(result.input);
      return acceptedIn(scanned, result) ? [] : [{ ...result, acceptIn: scanned && acceptIn(scanned, result) }];
    }),
    staleOfConstructs: [...sites].flatMap(([site, accept]) => (alive.has(site) ? [] : [accept])),
    staleOfFiles: all.flatMap((one) =>
      one.byFile
        // What a construct accepts already needs no word of the file.
        .filter(
          (accept) =>
            !accepted.some(({ by, input, check }) => by === "file" && input === one.name && check === accept.check),
        )
        .map((accept) => ({ ...accept, name: one.name })),
    ),
  };
}

function acceptIn({ name, acceptIn: place }: Scanned, { check }: CheckResult): string {
  return (
    place ??
    `beside the resource in src/constructs (acceptFindings), or where the file decides, by "# checkov:skip=${check}: <reason>" in bridges/${name}.yaml`
  );
}

/** One line for each check that fails: which, where, what should be so, and the next step. */
export function openLine({ input, check, title, address, acceptIn: place }: OpenResult): string {
  const next =
    place === undefined ? "mend it; nothing is accepted here" : `mend it, or accept it with its reason: ${place}`;
  return `${input}: ${check} fails for ${address}: ${title}; ${next}`;
}

/** One line for each acceptance that does nothing. */
export function staleLines({ staleOfConstructs, staleOfFiles }: Judged): string[] {
  return [
    ...staleOfConstructs.map(
      ({ check, address, reason }) =>
        `${check} is accepted of ${address} because "${reason}", and fails nowhere; take it out of there`,
    ),
    ...staleOfFiles.map(
      ({ name, check, reason }) =>
        `bridges/${name}.yaml accepts ${check} because "${reason}", and it fails for nothing there that a construct does not accept; take it out of the comment`,
    ),
  ];
}
