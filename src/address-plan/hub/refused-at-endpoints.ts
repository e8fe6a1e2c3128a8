import { sidesOf } from "../planned-sides";
import { type EncryptionFacts, enforcingSide } from "../encryption/encryption-facts";
import { type Break } from "../rules/rule";
import { type EndpointClient, type HubPlan, type HubService } from "./hub-plan";

/** The port by which AWS takes what goes to an endpoint for encrypted, since it looks into no packet. */
const HTTPS_PORT = 443;

/** A port of an endpoint in a VPC that enforces, and what is spoken there. */
interface EndpointPort {
  readonly client: EndpointClient;
  readonly service: HubService;
  readonly port: number;
  /** What is sent in clear is lost. */
  readonly isClear: boolean;
}

function portsOf({ config, services }: HubPlan, client: EndpointClient): EndpointPort[] {
  const webs = new Set(client.endpoints.map(({ web }) => web));
  return services
    .filter(({ web, clients }) => webs.has(web) && clients.includes(client.name))
    .flatMap((service): EndpointPort[] => {
      const { port } = service.config;
      if (!service.isHttp) return port === undefined ? [] : [{ client, service, port, isClear: false }];
      return service.listeners.flatMap((name) => {
        const listener = config.listeners[name];
        return listener ? [{ client, service, port: listener.port, isClear: name === "http" }] : [];
      });
    });
}

function enforcingPorts(plan: HubPlan, facts: EncryptionFacts): EndpointPort[] {
  const enforcing = new Set(
    sidesOf(plan)
      .filter((side) => side.role === "client" && enforcingSide(facts, side).length > 0)
      .map(({ name }) => name),
  );
  return plan.clients.flatMap((client) =>
    client.way === "endpoint" && enforcing.has(client.name) ? portsOf(plan, client) : [],
  );
}

/** Services that a client in a VPC which enforces asks over plain HTTP. */
export function clearAtEndpoints(plan: HubPlan, facts: EncryptionFacts): Break[] {
  return enforcingPorts(plan, facts)
    .filter(({ isClear }) => isClear)
    .map(({ client, service }) => ({
      path: ["services", service.name],
      message: `is asked over plain HTTP by ${client.name}, whose VPC's encryption control has endpoints drop what is in clear`,
      fix: "write listeners: [https], or leave this client out of its clients",
    }));
}

/** Services of which AWS can't see that their packets are encrypted. */
export function unseenAtEndpoints(plan: HubPlan, facts: EncryptionFacts): Break[] {
  return enforcingPorts(plan, facts)
    .filter(({ isClear, port }) => !isClear && port !== HTTPS_PORT)
    .map(({ client, service, port }) => ({
      path: ["services", service.name],
      message: `is asked at port ${port} by ${client.name}, whose VPC's endpoints drop what isn't encrypted, and AWS sees that of port ${HTTPS_PORT} alone`,
      fix: `write port ${HTTPS_PORT} if it speaks TLS, or try it before you rely on it`,
    }));
}
