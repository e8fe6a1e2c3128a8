import { type PlannedService } from "../address-plan/plan";
import { exampleOf, type Statement } from "../reachability";
import { type ExpectedService, listenerRedirects, onlyTheseListeners, serviceIsOffered } from "./services";
import { fact, healthPort, type AlbParts, type ListenerPort, listenerPorts } from "./statement-parts";

/** What the file says of a service on one of the ports that it is offered on. */
function expectedOn(service: PlannedService, { port, protocol }: ListenerPort): ExpectedService {
  const { match, health, protocol: targetProtocol } = service.config;
  const [host, path] = [match?.hosts, match?.paths].map((patterns) => patterns?.[0] && exampleOf(patterns[0]));
  return {
    name: service.name,
    port,
    protocol,
    ...(host !== undefined && { host }),
    ...(path !== undefined && { path }),
    targets: service.targets,
    targetProtocol,
    hosts: match?.hosts ?? [],
    paths: match?.paths ?? [],
    health: { port: healthPort(service), path: health.path, protocol: health.protocol ?? targetProtocol },
  };
}

function isOfferedOn({ config }: PlannedService, { forwards, protocol }: ListenerPort): boolean {
  return forwards && (config.listeners ?? ["http", "https"]).includes(protocol === "HTTP" ? "http" : "https");
}

/** The load balancer listens where the file says, and sends each service's requests to its own targets. */
export function offers({ plan, balancer }: AlbParts): Statement[] {
  const all = listenerPorts(plan);
  const services = plan.services.flatMap((service) =>
    all
      .filter((one) => isOfferedOn(service, one))
      .map((one) => {
        const expected = expectedOn(service, one);
        const text = `${service.name}: port ${one.port} forwards to its ${service.targets.length} targets and checks their health`;
        return fact(text, () => serviceIsOffered(balancer, expected));
      }),
  );
  const https = all.find(({ protocol }) => protocol === "HTTPS");
  const redirects = all.flatMap(({ port, forwards }) =>
    forwards || !https
      ? []
      : [
          fact(`port ${port} redirects to HTTPS on port ${https.port} and forwards nothing`, () =>
            listenerRedirects(balancer, port, https.port),
          ),
        ],
  );
  const ports = all.map(({ port }) => port);
  return [
    ...services,
    ...redirects,
    fact(`${balancer.address} listens on ${ports.join(" and ")}, nothing else`, () =>
      onlyTheseListeners(balancer, ports),
    ),
  ];
}
