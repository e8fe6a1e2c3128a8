import { type CallShape, WHOLE } from "../account/calls";
import { isObject, text } from "../account/json-parts";
import { type Json, type JsonObject } from "../terraform";
import { type Ask, RefusedByAws } from "./aws-question";

/** How a service hands out pages: the answer's key that says that there is more, and the parameter that takes it. */
const TOKENS = [
  { answer: "NextToken", parameter: "NextToken" },
  { answer: "nextToken", parameter: "nextToken" },
  { answer: "NextMarker", parameter: "Marker" },
] as const;

/**
 * Items of one page, where EC2 would otherwise try to answer everything at once, which it refuses or takes long for in large
 * accounts. No call of the table allows fewer at most than 100 [EC2 API, MaxResults of each action; Pagination].
 */
const ITEMS_PER_PAGE = 100;
/** Calls of which an account has many items, and that allow 1,000 of them [EC2 API, MaxResults of each action]. */
const MANY_ITEMS_PER_PAGE = 1000;
const OF_MANY = new Set([
  "DescribeInstances",
  "DescribeNetworkInterfaces",
  "DescribeSecurityGroupRules",
  "DescribeSecurityGroups",
  "DescribeSubnets",
  "DescribeVpcs",
]);
/** Calls of EC2 that hand out no pages [EC2 API]. */
const WITHOUT_PAGES = new Set([
  "DescribeAddresses",
  "DescribeCustomerGateways",
  "DescribeVpnConnections",
  "DescribeVpnGateways",
]);

/** How many items one page shall have; undefined where AWS decides. */
function pageSize({ service, operation, input, list }: CallShape): number | undefined {
  if (service !== "ec2" || list === WHOLE || WITHOUT_PAGES.has(operation) || (input && "MaxResults" in input))
    return undefined;
  return OF_MANY.has(operation) ? MANY_ITEMS_PER_PAGE : ITEMS_PER_PAGE;
}

function nextOf(page: JsonObject): Readonly<Record<string, string>> | undefined {
  for (const { answer, parameter } of TOKENS) {
    const token = text(page, answer);
    if (token !== undefined) return { [parameter]: token };
  }
  return undefined;
}

/** All pages of an answer. */
export interface Pages {
  readonly items: readonly JsonObject[];
  /** Whether AWS says that there is more, and gives no way to ask for it. */
  readonly isCut: boolean;
}

/**
 * Everything that AWS answers to a call, page by page.
 * @throws RefusedByAws when one page is refused: a part of a list would pass for all of it
 */
export async function allPages(
  ask: Ask,
  shape: CallShape,
  asked: Readonly<Record<string, unknown>> = {},
): Promise<Pages> {
  const { service, operation, list } = shape;
  const size = pageSize(shape);
  const input = { ...(size !== undefined && { MaxResults: size }), ...shape.input, ...asked };
  const items: JsonObject[] = [];
  const seen = new Set<string>();
  for (let token: Readonly<Record<string, string>> | undefined = {}; ;) {
    const page = await ask({ service, operation, input: { ...input, ...token } });
    const found: Json = list === WHOLE ? [page] : (page[list] ?? []);
    if (!Array.isArray(found)) throw new RefusedByAws("UnreadableAnswer");
    items.push(...found.filter(isObject));
    token = nextOf(page);
    if (token === undefined) return { items, isCut: page["AdditionalRoutesAvailable"] === true };
    const key = JSON.stringify(token);
    // Asked for one page again and again, a service would never come to an end.
    if (seen.has(key)) throw new RefusedByAws("RepeatedPage");
    seen.add(key);
  }
}
