import {
  type BalancerEnd,
  exampleOf,
  matchesPath,
  type NamedEnd,
  type NamedNetwork,
  QuestionFault,
  type Receiver,
  receiverNamed as receiverIn,
  type Sender,
  senderNamed as senderIn,
} from "../reachability";
import { type Network } from "../requirements/judged-network";
import { balancerOfService, hubVpcOf, sideWords, subnetsOfSide, vpcOfSide } from "../requirements/sides";
import { doorOfService } from "./service-doors";
import { UserError } from "../project/user-error";

/** A service of the bridge, behind its load balancer. */
function serviceNamed(network: Network, name: string, path: string | undefined): BalancerEnd | undefined {
  const service = network.bridge?.services.find((one) => one.name === name);
  const balancer = service && balancerOfService(network, name);
  if (!service || !balancer) return undefined;
  const { match } = service.config;
  const [host, own] = [match?.hosts, match?.paths].map((patterns) => patterns?.[0] && exampleOf(patterns[0]));
  const wanted = path ?? own ?? (host === undefined ? pathLeft(network, name) : undefined);
  return {
    kind: "balancer",
    balancer,
    ...(host !== undefined && { host }),
    ...(wanted !== undefined && { path: wanted }),
  };
}

/** A service without a rule gets what no other one's rule takes: a path of that kind, if one of these is. */
function pathLeft({ bridge }: Network, name: string): string | undefined {
  const others = (bridge?.services ?? []).filter((one) => one.name !== name);
  const taken = others.flatMap(({ config: { match } }) => (match && !match.hosts?.length ? (match.paths ?? []) : []));
  return ["/", "/-", "/-/-"].find((path) => !taken.some((pattern) => matchesPath(pattern, path)));
}

/** What the VPC between the sides is called. */
const HUB_WORD = "hub";

/** The network with the words of its bridge: the names of its sides and of its services. */
export function withOwnWords(network: Network): NamedNetwork & Pick<Network, "walker"> {
  const { bridge } = network;
  if (!bridge) return network;
  const sides = sideWords(bridge);
  const isHubWord = (word: string): boolean => bridge.place === "hub" && word === HUB_WORD && !sides.has(word);
  return {
    ...network,
    words: {
      isSide: (word) => sides.has(word) || isHubWord(word),
      servicesFirst: bridge.place === "hub",
      vpcOf: (word) => {
        const side = sides.get(word);
        return side ? vpcOfSide(network, side) : hubVpcOf(network);
      },
      subnetsOf: (word) => {
        const side = sides.get(word);
        return side ? subnetsOfSide(network, side) : (hubVpcOf(network)?.subnets ?? []);
      },
      balancerOf: (word, path) => serviceNamed(network, word, path),
      doorOf: (word, from) => doorOfService(network, word, from),
    },
  };
}

/** What the asker got wrong is told as any bad input. @throws UserError */
export function readingNames<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof QuestionFault
      ? new UserError({ rule: error.rule, input: error.asked }, error.message)
      : error;
  }
}

/**
 * Who sends: a Terraform address, `10.64.0.20@aws_vpc.client`, a bridge's word, a public address or `internet`.
 * @throws UserError when it names nothing
 */
export function senderNamed(network: Network, text: string): NamedEnd<Sender> {
  return readingNames(() => senderIn(withOwnWords(network), text));
}

/**
 * Who receives: as `senderNamed`, or a load balancer, a service's name, or a bare address as seen from the sender.
 * @param from who sends, where a service's name leads each to a place of its own
 * @throws UserError when it names nothing
 */
export function receiverNamed(network: Network, text: string, from: readonly Sender[] = []): NamedEnd<Receiver> {
  return readingNames(() => receiverIn(withOwnWords(network), text, from));
}
