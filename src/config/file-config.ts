import { type HubConfig } from "./hub-schema";
import { type BridgeConfig } from "./schema";

/** A bridge file of either place, read; `bridge.place` tells which. */
export type FileConfig = BridgeConfig | HubConfig;

export function isHub(config: FileConfig): config is HubConfig {
  return config.bridge.place === "hub";
}
