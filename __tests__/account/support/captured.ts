import { graphOfAccount } from "../../../src/account";
import { Answers } from "../../../src/account/answers";
import { type CallName, shapeOf } from "../../../src/account/calls";
import { answersOfCapture, CAPTURE_KEY, type CapturedCall } from "../../../src/account/capture-file";
import { answerOf } from "../../../src/account/items-of";
import { buildTopology } from "../../../src/topology";
import { type JsonObject, type ResourceGraph } from "../../../src/terraform";

export const ACCOUNT = "111122223333";
const REGION = "eu-central-1";

/** What AWS answered to a call: its list; a code where it refused; by what was asked about, where that is one thing. */
type Answered = readonly object[] | string;
export type Told = Readonly<Partial<Record<CallName, Answered | Readonly<Record<string, Answered>>>>>;

function callOf(operation: CallName, answered: Answered, about?: string, isCut = false): CapturedCall {
  const asked = { operation, ...(about !== undefined && { about }) };
  if (typeof answered === "string") return { ...asked, refused: answered };
  const items = JSON.parse(JSON.stringify(answered)) as JsonObject[];
  return {
    ...asked,
    answer: { ...answerOf(shapeOf(operation), items), ...(isCut && { AdditionalRoutesAvailable: true }) },
  };
}

function callsOf({ told, isCut }: Captured): CapturedCall[] {
  return (Object.entries(told) as [CallName, Told[CallName]][]).flatMap(([operation, answered]) => {
    if (answered === undefined) return [];
    if (typeof answered === "string" || Array.isArray(answered)) return [callOf(operation, answered as Answered)];
    return Object.entries(answered).map(([about, one]) => callOf(operation, one as Answered, about, isCut));
  });
}

/** One Region of one account. */
interface Captured {
  readonly account?: string;
  readonly region?: string;
  readonly told: Told;
  /** AWS says of every search that it left routes out. */
  readonly isCut?: boolean;
}

/** A capture of one Region, or of several places. */
export function captureOf(...places: readonly Captured[]) {
  return {
    [CAPTURE_KEY]: 1,
    taken_at: "2026-11-27T10:00:00Z",
    places: places.map(({ account = ACCOUNT, region = REGION, ...one }) => ({ account, region, calls: callsOf(one) })),
  } as const;
}

/** What overlap reads of captures. */
export function graphOf(...places: readonly Captured[]): ResourceGraph {
  const json = JSON.parse(JSON.stringify(captureOf(...places))) as JsonObject;
  const { answers, refusals } = answersOfCapture(json, "account.json");
  return graphOfAccount(new Answers(answers, refusals));
}

export function topologyOf(...places: readonly Captured[]) {
  return buildTopology(graphOf(...places));
}

/** What can't be read of gateways between networks and of load balancers. */
export function unreadCarriers({ unreadable }: ReturnType<typeof topologyOf>) {
  return unreadable.filter(({ address }) => /^aws_(ec2_transit_gateway|vpn|customer_gateway|lb)/.test(address));
}
