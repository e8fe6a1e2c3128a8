import { bridgeText, type Changes } from "../../support/bridges";
import { onStage, type Stage } from "./life";

const ACCOUNT = "111122223333";
export const REGION = "eu-central-1";
const CERTIFICATE = `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11`;
/** The web ACL that it names. */
export const WEB_ACL = `arn:aws:wafv2:${REGION}:${ACCOUNT}:regional/webacl/overlap-bridge/5c1f3a0e-7b2d-4f6a-9c58-2e0d1b7a4f39`;

/** The production bridge with its state in a file and hosts to try it with. */
export const DEPLOYED: Changes = {
  backend: { type: "local", path: "state/production.tfstate" },
  demo: {
    client: { subnet: "clients-a", address: "10.64.0.20" },
    web: { subnet: "web-a", address: "10.64.0.10" },
  },
};

/** Runs with the production bridge in an account that has its certificate and web ACL. */
export function onProduction<T>(run: (stage: Stage) => Promise<T>): Promise<T> {
  const options = { account: ACCOUNT, region: REGION, certificates: [CERTIFICATE], webAcls: [WEB_ACL] };
  return onStage("production", bridgeText("production", DEPLOYED), options, run);
}
