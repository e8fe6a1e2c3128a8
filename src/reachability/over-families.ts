import { type Leg, refused, some, unsure } from "./legs";
import { type OpenTrip, tripsOf } from "./families";
import { type Trip } from "./ends";
import { distinct } from "./reasons";

function nameOf(end: Trip["from"] | Trip["to"]): string {
  if (end.kind === "on-premises") return end.site.address;
  if (end.kind !== "host") return "internet";
  return (end.nat ?? end.nic ?? end.subnet).address;
}

/** Over whichever family there is a way: one that works is enough; where none does, what stops the packets over each. */
export function overFamilies(question: Trip, walk: (trip: Trip) => Leg): Leg {
  const trips: readonly (Trip | OpenTrip)[] = tripsOf(question);
  const [first, ...others] = trips;
  if (!first) return refused("NO_PATH", nameOf(question.from), { kind: "no-common-family", to: nameOf(question.to) });
  const legOver = (trip: Trip | OpenTrip): Leg => ("note" in trip ? unsure(trip.note) : walk(trip));
  return firstOf(first, others, legOver);
}

/** The first way that works; where none does, what stops the packets on each. */
export function firstOf<T>(first: T, others: readonly T[], legBy: (way: T) => Leg): Leg {
  const leg = legBy(first);
  if (others.length === 0 || leg.verdict === "ALLOWED") return leg;
  const legs = [leg, ...others.map(legBy)];
  const found = some(legs);
  if (found.verdict !== "DENIED") return found;
  return { ...leg, explanations: distinct(legs.flatMap(({ explanations }) => explanations)) };
}
