import { type HubConfig } from "../../config/hub-schema";
import { type Cidr } from "../../ipv4";
import { type HubPlan } from "./hub-plan";

/** A hub's file, read. */
interface HubFile {
  readonly name: string;
  readonly config: HubConfig;
}

/** Works out every subnet, route and target of a hub. Pure; whether AWS would accept it is for the rules to say. */
export function planHub({ name }: HubFile, elsewhere: readonly Cidr[]): HubPlan {
  throw new Error(`${name}: hubs are not planned yet (${elsewhere.length})`);
}
