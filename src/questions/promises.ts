import { type BridgePlan } from "../address-plan/bridge-plan";
import { ICMP, judge, judgedByFamily, portsOf, type Statement, TCP, UDP } from "../reachability";
import { UserError } from "../project/user-error";
import { type Network } from "../requirements/judged-network";
import { statementsOf } from "../requirements/bridge-statements";
import { shownJudged, type ShownJudged } from "../words";
import { receiverNamed, senderNamed } from "./asked-ends";

/** What the user wrote under `expect:`. @throws UserError when an end names nothing that is in the JSON */
function expectedOf(network: Network, plan: BridgePlan): Statement[] {
  return plan.config.expect.map((one, i): Statement => {
    const named = <T>(key: "from" | "to", find: (network: Network, text: string) => T): T => {
      try {
        return find(network, one[key]);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        const [file, at] = [`bridges/${plan.name}.yaml`, `expect[${i}].${key}`];
        throw new UserError({ ...error.refusal, input: file, key: at }, `${file}: ${at}: ${error.message}`);
      }
    };
    const from = named("from", senderNamed);
    const to = named("to", (own, text) => receiverNamed(own, text, from.ends));
    const port = one.port ?? to.port;
    // What must not be reached is reached by no way: neither where its name leads, nor past it.
    const others = one.is === "denied" ? named("to", receiverNamed).ends : [];
    const protocol = { tcp: TCP, udp: UDP, icmp: ICMP }[one.protocol];
    const text = `expect: ${one.from} -> ${one.to}${one.port === undefined ? "" : ` port ${one.port}`} ${one.is}`;
    return {
      kind: "reach",
      text,
      from: from.ends,
      to: [...new Set([...to.ends, ...others])],
      flows: [{ protocol, ...portsOf(port, to, protocol), ...(to.rule && { rule: to.rule }) }],
      expected: one.is === "allowed" ? "ALLOWED" : "DENIED",
    };
  });
}

/** Every statement that must hold for a bridge: what each bridge promises, and what its file expects. @throws UserError */
export function promisesOf(network: Network, plan: BridgePlan): Statement[] {
  return [...statementsOf(network, plan), ...expectedOf(network, plan)];
}

/** Judges every statement of a bridge on a network. */
export function verify(network: Network, plan: BridgePlan): ShownJudged[] {
  const { secrets } = network.topology;
  return promisesOf(network, plan).map((statement) => {
    const found = judge(network.walker, statement);
    const families = judgedByFamily(network.walker, statement, found);
    const judged = shownJudged(found);
    const { text, explanations } = judged;
    return {
      ...judged,
      text: secrets.text(text),
      explanations: secrets.data(explanations),
      ...(families && { families }),
    };
  });
}
