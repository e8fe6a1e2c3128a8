import { parseAddress, setOfAddresses } from "../ip";
import { ON_PREMISES, splitPlace } from "../naming/end-text";
import { type ResourceGraph } from "../terraform";
import { type Topology } from "../topology";
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
export function premisesNamed(
  { graph, topology, source }: Searched,
  text: string,
  name: string,
): OnPremisesEnd | undefined {
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
    return place === undefined || isWord ? end : undefined;
  }
  if (!isWord) return undefined;
  const all = topology.onPremises.map(({ address }) => `${ON_PREMISES}@${address}`);
  const hint =
    all.length === 0
      ? "it has no customer gateway and no Direct Connect gateway"
      : `it has ${all.slice(0, 6).join(", ")}`;
  throw new QuestionFault("names-nothing", text, `"${text}" names no network outside of AWS in ${source}; ${hint}`);
}
