import { type Finding } from "../../fault";
import { type HubConfig } from "../../hub-schema";

/** A check between keys of a hub's file, which a schema can't say. */
export type HubCheck = (config: HubConfig) => Finding[];
