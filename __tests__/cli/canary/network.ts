import { balancers } from "./balancers";
import { filters } from "./filters";
import { hosts } from "./hosts";
import { places } from "./places";
import { routing } from "./routing";
import { services } from "./services";
import { transit } from "./transit";
import { type Network, Unique } from "./unique";

export { type Network, Unique } from "./unique";

/** A network in which every type of resource that the program knows occurs and, as far as the model reads it, matters. */
export function everyType(seed: number): Network {
  const u = new Unique(seed);
  return {
    ...places(u, seed),
    ...routing(u, seed),
    ...transit(u),
    ...filters(u, seed),
    ...hosts(u, seed),
    ...balancers(u, seed),
    ...services(u),
  };
}
