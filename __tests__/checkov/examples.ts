import { join } from "node:path";
import type { BridgePlan } from "../../src/address-plan/bridge-plan";
import { loadPlans } from "../../src/address-plan/load-plans";
import { formatFault } from "../../src/config/fault";
import { changedText, type Changes, planOfText, PROJECT } from "../support/bridges";
import { acceptedByConstructs, acceptedByFile } from "./accepted";
import type { Scanned } from "./judged";
import { Refusal } from "./refusal";

/** A plan to be scanned, with what may fail in it. */
export interface ScannedPlan extends Scanned {
  readonly plan: BridgePlan;
}

const BRIDGES = join(PROJECT, "bridges");

/** The plans of the files in bridges/. @throws Refusal with the faults when there are any */
export function bridgePlans(): readonly BridgePlan[] {
  const { plans, faults } = loadPlans(BRIDGES);
  if (faults.length > 0) throw new Refusal(faults.map(formatFault).join("\n"));
  return plans;
}

/** A file in bridges/, with what may fail in its plan. @throws Refusal where a comment can't be read */
export function scannedFile(plan: BridgePlan): ScannedPlan {
  const byFile = acceptedByFile(join(BRIDGES, `${plan.name}.yaml`));
  return { plan, name: plan.name, byConstructs: acceptedByConstructs(plan), byFile };
}

function variant(name: string, example: string, changes: Changes): ScannedPlan {
  const plan = planOfText(name, changedText(example, changes));
  return { plan, name, byConstructs: acceptedByConstructs(plan), byFile: [] };
}

const CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/5b9c3c52-8a44-4a0e-a1f3-6d3b9f0c7e21";

const ofOther = (id: string) => ({ id, role: `arn:aws:iam::${id}:role/deploy-network` });

/** What the files in bridges/ do not make, and files with every option that is safer: there a file accepts nothing. */
export function variants(): ScannedPlan[] {
  const logs = { bucket: "acme-bridge-logs", create: true, flow_logs: true };
  return [
    variant("appliance-with-sessions", "appliance", {
      "appliance.session_access": true,
      alarms: { topic: "arn:aws:sns:us-east-1:111122223333:network" },
      "client.account": { id: "111122223333" },
      logs: { ...logs, flow_logs: undefined },
    }),
    variant("safe-hub", "hub", {
      "bridge.account": { id: "111122223333" },
      "clients.apps.account": ofOther("444455556666"),
      "webs.shop.account": ofOther("777788889999"),
      "listeners.https.certificates": [CERTIFICATE, CERTIFICATE.replace(/.$/, "2")],
      "alb.deletion_protection": true,
      "nlb.deletion_protection": true,
      "listeners.http.action": "redirect",
      "services.shop.listeners": undefined,
      "services.crm": {
        web: "crm",
        targets: ["10.0.1.10"],
        port: 8443,
        protocol: "HTTPS",
        health: { path: "/healthz" },
      },
      "services.stream": {
        web: "crm",
        clients: ["apps"],
        protocol: "TLS",
        port: 6514,
        targets: ["10.0.1.11"],
        certificates: [CERTIFICATE],
      },
      dns: { zone: "hub.internal" },
      logs,
      alarms: { topic: "arn:aws:sns:us-east-1:111122223333:network" },
    }),
  ];
}
