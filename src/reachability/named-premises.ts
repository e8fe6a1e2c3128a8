import { parseAddress, setOfAddresses } from "../ip";
import { ON_PREMISES, splitPlace } from "../naming/end-text";
import { nearest } from "../naming/nearest";
import { hasRole, parseAddress as parseResource, type ResourceGraph } from "../terraform";
import { type OnPremises, type Topology } from "../topology";
import { endOfPremises, type OnPremisesEnd } from "./ends";
import { QuestionFault } from "./question-fault";

interface Searched {
  readonly graph: ResourceGraph;
  readonly topology: Topology;
  readonly source: string;
}

/**
 * A network outside of AWS: `on-premises@aws_customer_gateway.office`, one address of it in place of the word, the gateway
 * itself, or the word alone where there is one such network.
 * @returns undefined when something else is named
 * @throws QuestionFault when the word names none, or several
 */
export function premisesNamed(searched: Searched, text: string, name: string): OnPremisesEnd | undefined {
  const { graph, topology } = searched;
  const [head, place] = splitPlace(name);
  const isWord = head === ON_PREMISES;
  const named = place ?? (isWord ? undefined : name);
  const names = named === undefined ? [] : [named, ...graph.withIdentity(named).map(({ address }) => address)];
  const sites = topology.onPremises.filter(({ address }) => (named === undefined ? isWord : names.includes(address)));
  const [site] = sites;
  if (site && sites.length === 1) {
    const end = endOfPremises(site);
    const ip = place === undefined ? undefined : parseAddress(head);
    if (ip !== undefined) return { ...end, addresses: setOfAddresses([ip]), isOneOf: false };
    if (place === undefined || isWord) return end;
    const what = `"${head}" is no address, nor the word ${ON_PREMISES}`;
    throw new QuestionFault("names-nothing", text, `"${text}": ${what}; write ${ON_PREMISES}@${site.address}`);
  }
  const behind = topology.onPremises.filter(({ links }) => links.some((one) => isOnTheWay(one, names)));
  if (behind.length > 0) throw notAnEnd(text, behind);
  if (!isWord && !isSite(named)) return undefined;
  throw namesNone(searched, text, { word: isWord ? ON_PREMISES : head, named });
}

/** A connection, or the VPN gateway that has it, is a way to a network, and no network. */
function isOnTheWay({ address, vpnGateway }: OnPremises["links"][number], names: readonly string[]): boolean {
  return names.includes(address) || (vpnGateway !== undefined && names.includes(vpnGateway.address));
}

function isSite(name = ""): boolean {
  const type = parseResource(name)?.type ?? "";
  return hasRole(type, "customer-gateway") || hasRole(type, "dx-gateway");
}

function notAnEnd(text: string, sites: readonly OnPremises[]): QuestionFault {
  const ends = sites.map(({ address }) => `${ON_PREMISES}@${address}`).join(", ");
  return new QuestionFault(
    "no-sender-or-receiver",
    text,
    `"${text}" leads to a network outside of AWS, and neither sends nor receives packets; name ${ends}`,
  );
}

interface Wrong {
  /** What stands before the place: the word, or an address. */
  readonly word: string;
  readonly named: string | undefined;
}

function namesNone({ topology, source }: Searched, text: string, { word, named }: Wrong): QuestionFault {
  const all = topology.onPremises.map(({ address }) => address);
  const end = (address: string): string => (word === named ? address : `${word}@${address}`);
  const shown = all.slice(0, 6).map(end).join(", ");
  if (named === undefined && all.length > 1)
    return new QuestionFault("names-nothing", text, `"${text}" could be any of ${shown} in ${source}; name one`);
  const like = named === undefined ? undefined : nearest(named, all);
  const hint =
    all.length === 0
      ? "it has no customer gateway and no Direct Connect gateway"
      : like === undefined
        ? `it has ${shown}`
        : `did you mean ${end(like)}?`;
  return new QuestionFault("names-nothing", text, `"${text}" names no network outside of AWS in ${source}; ${hint}`);
}
