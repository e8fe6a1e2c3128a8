import { type Role } from "../terraform";
import { type Answers, type Place } from "./answers";
import { type CallName, shapeOf } from "./calls";

/** The calls that list everything of a role that there is in a place. */
const LISTED_BY: Readonly<Partial<Record<Role, readonly CallName[]>>> = {
  vpc: ["DescribeVpcs"],
  subnet: ["DescribeSubnets"],
  instance: ["DescribeInstances"],
  interface: ["DescribeNetworkInterfaces"],
  "nat-gateway": ["DescribeNatGateways"],
  "load-balancer": ["DescribeLoadBalancers", "DescribeListeners"],
  "vpc-endpoint": ["DescribeVpcEndpoints"],
};

/** A place of which AWS was asked, with what it listed there. */
export interface Coverage {
  readonly account?: string;
  readonly region?: string;
  readonly lists: ReadonlySet<Role>;
  /** Of what a call would tell, which was refused, or not given. */
  readonly unanswered: ReadonlySet<Role>;
}

/** Whether a call was answered there: a call that asks about one thing, of nothing that there is. */
function isToldIn(answers: Answers, call: CallName, place: Place): boolean {
  return (
    answers.isAnswered(call, place) ||
    (shapeOf(call).of !== undefined && answers.items("DescribeLoadBalancers").length === 0)
  );
}

/** Of what the answers tell everything that there is, place by place. */
export function coverageOf(answers: Answers): Coverage[] {
  return answers.places().map((place) => {
    const { account, region } = place;
    const roles = Object.entries(LISTED_BY) as [Role, readonly CallName[]][];
    const isListed = (calls: readonly CallName[]): boolean => calls.every((call) => isToldIn(answers, call, place));
    return {
      ...(account !== undefined && { account }),
      ...(region !== undefined && { region }),
      lists: new Set(roles.filter(([, calls]) => isListed(calls)).map(([role]) => role)),
      unanswered: new Set(roles.filter(([, calls]) => !isListed(calls)).map(([role]) => role)),
    };
  });
}
