import { bridgeText, type Changes } from "../../support/bridges";
import { onStage, type Stage } from "./life";

const ACCOUNT = "111122223333";
export const REGION = "eu-central-1";
const CERTIFICATE = `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11`;

/** The production bridge with its state in a file and hosts to try it with. */
export const DEPLOYED: Changes = {
  backend: { type: "local", path: "state/production.tfstate" },
  demo: {
    client: { subnet: "clients-a", address: "10.64.0.20" },
    web: { subnet: "web-a", address: "10.64.0.10" },
  },
};

/** Runs with the production bridge in an account that has its certificate. */
export function onProduction<T>(run: (stage: Stage) => Promise<T>): Promise<T> {
  const options = { account: ACCOUNT, region: REGION, certificates: [CERTIFICATE] };
  return onStage("production", bridgeText("production", DEPLOYED), options, run);
}
