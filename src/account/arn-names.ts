import { type Answers } from "./answers";
import { text } from "./json-parts";

/** Parts of an ARN that say the same of all: what kind of thing it is. */
const KINDS = new Set(["app", "net", "gwy"]);

/** What tells a thing of Elastic Load Balancing from others: its name and what AWS adds to it, e.g. `front-50dc6c495c0c9188`. */
function shortName(arn: string): string {
  const [, ...parts] = arn.split(":").slice(5).join(":").split("/");
  const own = parts.filter((part, i) => i > 0 || !KINDS.has(part));
  return own.length > 0 ? own.join("-") : arn;
}

/** Short names of ARNs for addresses; of those that two have, the whole ARN. */
function arnNames(arns: Iterable<string>): (arn: string) => string {
  const counts = new Map<string, Set<string>>();
  for (const arn of arns) {
    const name = shortName(arn);
    counts.set(name, (counts.get(name) ?? new Set()).add(arn));
  }
  return (arn) => {
    const name = shortName(arn);
    return (counts.get(name)?.size ?? 0) > 1 ? arn : name;
  };
}

const CALLS = [
  ["DescribeLoadBalancers", "LoadBalancerArn"],
  ["DescribeListeners", "ListenerArn"],
  ["DescribeRules", "RuleArn"],
  ["DescribeTargetGroups", "TargetGroupArn"],
] as const;

/** Names of everything of Elastic Load Balancing that the answers tell of. */
export function balancerNames(answers: Answers): (arn: string) => string {
  return arnNames(CALLS.flatMap(([call, key]) => answers.items(call).flatMap(({ json }) => text(json, key) ?? [])));
}
