import { patchAt } from "../../config/patch";
import { type BridgePlan } from "../bridge-plan";
import { covers, takesHost } from "../host-patterns";
import {
  literalHosts,
  nameableServices,
  type NameableService,
  namesOfService,
  type ServiceName,
} from "../service-names";
import { type Break, type RuleOf } from "./rule";

const LONGEST_NAME = 253;
const LONGEST_LABEL = 63;

/** A service with one of its names. */
interface Named {
  readonly service: NameableService;
  readonly name: ServiceName;
}

function named(plan: BridgePlan): Named[] {
  return nameableServices(plan).flatMap((service) => namesOfService(plan, service).map((name) => ({ service, name })));
}

/** Whether a label may stand in a name: letters, digits, hyphens between them, and underscores. */
function isLabel(label: string): boolean {
  return label.length <= LONGEST_LABEL && /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/.test(label);
}

function nameFault({ name }: ServiceName): string | undefined {
  if (name.length > LONGEST_NAME) return `gets the name ${name}, of more than ${LONGEST_NAME} characters`;
  const bad = name.split(".").find((label) => !isLabel(label));
  return bad === undefined ? undefined : `has the label ${JSON.stringify(bad)}, which no name has`;
}

/** Whether all requests for a host at the listeners of one service are another's, whose rule comes first. */
function takesAll(other: NameableService, service: NameableService, host: string): boolean {
  if (other.web !== service.web || other.order >= service.order) return false;
  if (!other.listeners.some((listener) => service.listeners.includes(listener))) return false;
  if (other.paths && !other.paths.some((path) => path === "*" || path === "/*")) return false;
  return other.hosts?.some((pattern) => takesHost(pattern, host)) ?? true;
}

function untaken(plan: BridgePlan): Break[] {
  const zone = plan.config.dns?.zone;
  if (zone === undefined) return [];
  return named(plan).flatMap(({ service: { name: service, hosts }, name: { name, path } }): Break[] => {
    if (!hosts || hosts.some((pattern) => takesHost(pattern, name))) return [];
    const message = `has no host in the zone ${zone}, and its match.hosts don't take ${name} either`;
    const patch = patchAt(["services", service, "match", "hosts"], [...hosts, name]);
    return [{ path, message, fix: `add ${name} to its match.hosts`, mend: { patch } }];
  });
}

function takenByOthers(plan: BridgePlan): Break[] {
  const services = nameableServices(plan);
  return named(plan).flatMap(({ service, name: { name, path } }): Break[] => {
    const other = services.find((one) => takesAll(one, service, name));
    if (!other) return [];
    const message = `is found by ${name}, but services.${other.name} takes all requests for that name before it`;
    return [{ path, message, fix: "write match.hosts, match.paths or priorities that tell them apart" }];
  });
}

/** The names that clients write, whoever makes them resolve: the records', and without `dns` the hosts. */
function writtenNames(plan: BridgePlan, service: NameableService): ServiceName[] {
  if (!plan.config.dns) return literalHosts(service);
  // Of a zone whose name isn't known, no name is.
  return plan.config.dns.zone === undefined ? [] : namesOfService(plan, service);
}

function uncovered(plan: BridgePlan): Break[] {
  return nameableServices(plan).flatMap((service): Break[] => {
    const { certificate } = service;
    if (!certificate) return [];
    return writtenNames(plan, service)
      .filter(({ name }) => !certificate.names.some((one) => covers(one, name)))
      .map(({ name }) => ({
        path: certificate.path,
        message: `do not cover ${name}, by which clients ask for services.${service.name}`,
        fix: "add a certificate for it, or write a host that the certificates are for",
      }));
  });
}

/** Domains under which AWS's own services are asked: names of endpoints, of hosts and of distributions. */
const OF_AWS = ["amazonaws.com", "amazonaws.com.cn", "api.aws", "on.aws", "compute.internal", "ec2.internal"];

/** A private zone answers for every name below its own, those included that it has no record of. */
function hidesServices(plan: BridgePlan): Break[] {
  const { dns } = plan.config;
  if (dns?.zone === undefined || dns.zone_id !== undefined) return [];
  const { zone } = dns;
  const hidden = OF_AWS.find((one) => one === zone || zone.endsWith(`.${one}`) || one.endsWith(`.${zone}`));
  if (hidden === undefined) return [];
  const message = `takes names of AWS's own services under ${hidden} from the client VPCs, whose hosts find them no more`;
  return [{ path: ["dns", "zone"], message, fix: "write a domain of your own, e.g. bridge.internal" }];
}

/** What holds of names in both places. */
export const DNS_RULES: readonly RuleOf<BridgePlan>[] = [
  {
    name: "dns-zone-known",
    fact: "the id of a hosted zone does not tell its name, and so not which hosts lie in it",
    source: "this project",
    check: (plan) => {
      const { dns } = plan.config;
      if (dns?.zone_id === undefined || dns.zone !== undefined) return [];
      const [first] = nameableServices(plan).filter(({ hosts }) => hosts);
      if (!first) return [];
      const message = `is a zone whose name is not said, so whether the hosts of services.${first.name} lie in it is unknown`;
      return [{ path: ["dns", "zone_id"], message, fix: "write the zone's name as dns.zone beside it" }];
    },
  },
  {
    name: "dns-zone-of-aws",
    warns: true,
    fact: "a private hosted zone answers for all names below its own, so one of AWS's domains hides AWS's services from the VPC",
    source: "Route 53 developer guide, working with private hosted zones",
    check: hidesServices,
  },
  {
    name: "dns-names",
    fact: "a name has 253 characters at most, and labels of 1 to 63 letters, digits, inner hyphens and underscores",
    source: "RFC 1035, size limits; Route 53 developer guide, DNS domain name format",
    check: (plan) =>
      named(plan).flatMap(({ name }): Break[] => {
        const message = nameFault(name);
        return message === undefined
          ? []
          : [{ path: name.path, message, fix: "write another host, service name or zone" }];
      }),
  },
  {
    name: "dns-name-matched",
    fact: "a listener rule with hosts takes requests for these alone, so a record of another name leads to another service or to 404",
    source: "ELB user guide, host conditions",
    check: untaken,
  },
  {
    name: "dns-name-of-one-service",
    fact: "the first rule that takes a request decides: a name whose requests another service takes first does not lead to its own",
    source: "ELB user guide, listener rules",
    check: takenByOthers,
  },
  {
    name: "certificate-covers",
    warns: true,
    fact: "clients refuse a TLS certificate that is not for the name by which they ask",
    source: "RFC 9110, https certificate verification",
    check: uncovered,
  },
];
