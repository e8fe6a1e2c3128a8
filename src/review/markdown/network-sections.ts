import { type Exists, type FilterLine, type PacketLine, type RouteLine } from "../network-lines";
import { type Review } from "../review";
import { type ChangeWords, OF_PLAN } from "./change-words";
import { code, codes, sentence } from "./markdown-text";
import { type Section } from "./section";

function doubtText(doubts: readonly string[]): string[] {
  return doubts.slice(0, 2).map((one) => `  - not known: ${sentence(one)}`);
}

function routeText({ table, instead, exists, users, rerouted, doubts }: RouteLine, words: ChangeWords): string {
  const nobody = exists === "outside" ? ", used by whom is not known" : ", used by no subnet that is known";
  const who = users.length > 0 ? `, used by ${codes(users, 3)}` : nobody;
  const head =
    instead === undefined
      ? `- ${code(table)}${words.exists[exists]}${who}`
      : `- ${codes(users, 3)}: ${code(table)} instead of ${code(instead)}`;
  const lines = rerouted.slice(0, 8).map(({ destinations, before, after }) => {
    const [was, will] = [before, after].map((one) => (one === undefined ? "no route" : code(one)));
    return `  - ${code(destinations)}: ${exists === "both" || instead !== undefined ? `${was} → ${will}` : exists === "before" ? `${was} no more` : will}`;
  });
  const more = rerouted.length > 8 ? [`  - and ${rerouted.length - 8} more destination sets`] : [];
  return [`${head}:`, ...lines, ...more, ...doubtText(doubts)].join("\n");
}

/** What exists on both sides first: that is where something can go wrong unseen. */
function rank({ exists }: { readonly exists: Exists }): number {
  return exists === "both" ? 0 : exists === "before" ? 1 : 2;
}

export function routesSection({ routes }: Pick<Review, "routes">, words = OF_PLAN): Section {
  const items = [...routes].sort((a, b) => rank(a) - rank(b)).map((one) => routeText(one, words));
  return { title: "Routes: destinations for which another route wins", items, unit: "tables", most: 30 };
}

function packetsText({ packets, addresses, groups }: PacketLine, side: string): string {
  const peers = [
    ...(addresses === "" ? [] : [code(addresses)]),
    ...(groups.length > 0 ? [`members of ${codes(groups)}`] : []),
  ];
  return `${code(packets)} ${side} ${peers.join(" and ")}`;
}

function filterText(line: FilterLine, words: ChangeWords): string {
  const { address, direction, exists, instead, users, gained, lost, doubts } = line;
  const side = direction === "ingress" ? "from" : "to";
  const lines = [
    ...gained
      .slice(0, 6)
      .map((one) => `  - admits ${exists === "after" || exists === "outside" ? "" : "now "}${packetsText(one, side)}`),
    ...lost.slice(0, 6).map((one) => `  - no longer ${packetsText(one, side)}`),
  ];
  const left = Math.max(0, gained.length - 6) + Math.max(0, lost.length - 6);
  const name =
    instead === undefined
      ? `${code(address)}${words.exists[exists]}`
      : `${codes(users ?? [], 3)}: ${code(address)} instead of ${code(instead)}`;
  return [
    `- ${name}, ${direction}:`,
    ...lines,
    ...(left > 0 ? [`  - and ${left} more`] : []),
    ...doubtText(doubts),
  ].join("\n");
}

export function filtersSection({ filters }: Pick<Review, "filters">, words = OF_PLAN): Section {
  const items = [...filters].sort((a, b) => rank(a) - rank(b)).map((one) => filterText(one, words));
  return { title: "Security groups and network ACLs: packets gained and lost", items, unit: "filters", most: 30 };
}
