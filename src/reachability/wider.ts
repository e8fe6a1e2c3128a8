import { intersect, isEmptySet, setHas } from "../ip";
import { type Flow } from "./ends";
import { type PortSet, portSet } from "./packets";
import { type Journey } from "./round-trip";

function restricted(one: Journey, ports: PortSet): Journey[] {
  const dstPorts = intersect(one.arrived.dstPorts, ports);
  if (isEmptySet(dstPorts)) return [];
  return dstPorts === one.arrived.dstPorts ? [one] : [{ ...one, arrived: { ...one.arrived, dstPorts } }];
}

/**
 * What a walk with more ports says of some of them: the parts of its packets that are on these. Routes don't look at
 * ports and filters treat each on its own, so that is what a walk with these ports alone would say.
 */
export function onPorts(journeys: readonly Journey[], { port, ports }: Flow): readonly Journey[] {
  if (ports) return journeys.flatMap((one) => restricted(one, ports));
  if (port === undefined) return journeys;
  const found = journeys.filter(({ arrived }) => setHas(arrived.dstPorts, port));
  // Where all parts fare alike it makes no difference which other ports they are on.
  const isMixed = found.some(({ verdict }) => verdict !== found[0]!.verdict);
  return isMixed ? found.flatMap((one) => restricted(one, portSet(port))) : found;
}
