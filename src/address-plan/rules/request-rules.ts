import { forwardingListeners } from "../../config/bridge-facts";
import { type KeyPath } from "../../config/key-path";
import { isListed } from "../../config/tls-policies";
import { type BridgePlan } from "../bridge-plan";
import { type Break, type RuleOf } from "./rule";

/** The security policies of listeners, and where the file says them. */
function tlsPolicies(plan: BridgePlan): { policy: string | undefined; path: KeyPath }[] {
  const ofAlb = { policy: plan.config.listeners.https?.tls_policy, path: ["listeners", "https", "tls_policy"] };
  if (plan.place === "client") return [ofAlb];
  const ofServices = plan.services.map(({ name, config }) => {
    return { policy: config.tls_policy, path: ["services", name, "tls_policy"] };
  });
  return [ofAlb, ...ofServices];
}

/** Whether requests of one service may come with TLS and without. A hub's services that name their listener mean it. */
function forwardsBoth(plan: BridgePlan): boolean {
  if (forwardingListeners(plan.config).length < 2) return false;
  return plan.place === "client" || plan.services.some(({ listeners }) => listeners.length > 1);
}

/** Requests that the ALB takes although somebody may think that it does not. */
export const REQUEST_RULES: readonly RuleOf<BridgePlan>[] = [
  {
    name: "http-beside-https",
    warns: true,
    fact: "beside an HTTPS listener, one for HTTP that forwards lets clients go without TLS",
    source: "ELB user guide, redirect actions; Security Hub, ELB.1",
    check: (plan) => {
      if (!forwardsBoth(plan)) return [];
      const message = "forwards what clients send without TLS, although there is an HTTPS listener";
      const fix = "write listeners.http.action: redirect, or leave it if some clients have no TLS";
      return [{ path: ["listeners", "http"], message, fix }];
    },
  },
  {
    name: "tls-policy-listed",
    warns: true,
    fact: "a listener takes one of AWS's security policies, of which more come with the years",
    source: "ELB user guide, security policies for your Application Load Balancer",
    check: (plan) =>
      tlsPolicies(plan).flatMap(({ policy, path }): Break[] => {
        if (policy === undefined || isListed(policy)) return [];
        const message = "is none of the policies of AWS that are known here";
        return [{ path, message, fix: "leave it if `aws elbv2 describe-ssl-policies` lists it" }];
      }),
  },
  {
    name: "forwarded-for-forged",
    warns: true,
    fact: "with preserve, X-Forwarded-For is the client's own words, and nothing in the request tells where it came from",
    source: "ELB user guide, HTTP headers and Application Load Balancers",
    check: ({ config: { alb } }) =>
      alb.xff_header_processing_mode === "preserve"
        ? [
            {
              path: ["alb", "xff_header_processing_mode"],
              message: "hands on whatever a client writes into X-Forwarded-For",
              fix: "write append or remove, or leave it if a proxy before the ALB writes that header",
            },
          ]
        : [],
  },
];
