import { type KeyPath } from "../../config/key-path";
import { type BridgePlan } from "../bridge-plan";
import { namesInZone } from "../record-names";
import { type Break, type RuleOf } from "./rule";

/** A service that clients speak TLS with, and the names that its certificates are for. */
interface Certified {
  readonly service: string;
  readonly hosts: readonly string[];
  readonly covered: readonly string[];
  /** Where the file says what the certificates are for. */
  readonly path: KeyPath;
}

/** The services whose certificates the file says the names of. */
function certified(plan: BridgePlan): Certified[] {
  const { certificate_names: names } = plan.config.listeners.https ?? {};
  const ofListener = { covered: names ?? [], path: ["listeners", "https", "certificate_names"] };
  if (plan.place === "client")
    return plan.services.flatMap(({ name, config }): Certified[] => {
      const speaksTls = names && (config.listeners?.includes("https") ?? true);
      return speaksTls ? [{ service: name, hosts: config.match?.hosts ?? [], ...ofListener }] : [];
    });
  return plan.services.flatMap(({ name, config, isHttp, listeners }): Certified[] => {
    if (isHttp)
      return names && listeners.includes("https")
        ? [{ service: name, hosts: config.match?.hosts ?? [], ...ofListener }]
        : [];
    const own = config.protocol === "TLS" ? config.certificate_names : undefined;
    return own ? [{ service: name, hosts: [], covered: own, path: ["services", name, "certificate_names"] }] : [];
  });
}

/** Whether a certificate's name is for this one. A * stands for one label. Source: RFC 6125, wildcard certificates. */
function covers(certificate: string, name: string): boolean {
  const [one, other] = [certificate.toLowerCase(), name.toLowerCase()];
  return (
    one === other || (one.startsWith("*.") && other.includes(".") && other.slice(other.indexOf(".")) === one.slice(1))
  );
}

function uncoveredNames(plan: BridgePlan): Break[] {
  const zone = plan.config.dns?.zone;
  if (zone === undefined) return [];
  return certified(plan).flatMap(({ service, hosts, covered, path }) =>
    namesInZone(service, hosts, zone)
      .filter((name) => !covered.some((one) => covers(one, name)))
      .map((name) => ({
        path,
        message: `do not cover ${name}, by which clients ask for services.${service}`,
        fix: "add a certificate for it, or write a host that the certificates are for",
      })),
  );
}

/** What holds for names of services. */
export const DNS_RULES: readonly RuleOf<BridgePlan>[] = [
  {
    name: "certificate-covers",
    warns: true,
    fact: "clients refuse a TLS certificate that is not for the name by which they ask",
    source: "RFC 9110, https certificate verification",
    check: uncoveredNames,
  },
];
