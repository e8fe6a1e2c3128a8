import { hasAlb, listenersOf } from "../bridge-facts";
import { type Check } from "./finding";
import { distinctTargets, healthTimes, noService } from "./entry-checks";
import { emptyMatch, listenersMakeSense, sameMatches, strangeListeners } from "./listener-checks";

const serviceListeners: Check = (config) => strangeListeners(config, Object.entries(config.services));

/** Services that the same requests would go to. */
const distinctMatches: Check = (config) => {
  const listened = Object.entries(config.services).map(([name, service]) => ({
    name,
    match: service.match,
    listeners: listenersOf(config, service),
  }));
  return [...listened.flatMap(emptyMatch), ...sameMatches(listened), ...(config.appliance ? [] : noService(config))];
};

/** An appliance alone listens for nothing. */
const listeners: Check = (config) => (hasAlb(config) ? listenersMakeSense(config) : []);

/** What listeners and services must say together. */
export const SERVICE_CHECKS: readonly Check[] = [
  listeners,
  serviceListeners,
  distinctMatches,
  healthTimes,
  distinctTargets,
];
