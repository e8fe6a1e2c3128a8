import { isExisting } from "../bridge-facts";
import { type Finding } from "../fault";
import { patchAt } from "../patch";
import { type BridgeConfig } from "../schema";
import { type Check, finding, mendable } from "./finding";
import { givenBeforeVpc } from "./side-checks";
import { repeatedZones } from "./zone-checks";

const DIRECTIONS = ["client_to_web", "web_to_client"] as const;

/** Ports are TCP's and UDP's. */
const ports: Check = ({ appliance }) =>
  DIRECTIONS.flatMap((direction) =>
    (appliance?.[direction] ?? []).flatMap((allowed, i): Finding[] => {
      const path = ["appliance", direction, i];
      if (allowed.protocol === "ICMP")
        return allowed.ports
          ? [finding([...path, "ports"], "appliance-ports", "is of ICMP, which has no ports", "leave it out")]
          : [];
      if (allowed.ports) return [];
      const fix = "write ports: [5432], or all of them as ports: ['1-65535']";
      return [finding(path, "appliance-ports", `is ${allowed.protocol} without ports`, fix)];
    }),
  );

/** Who opens connections, in one place and in the other. */
const initiate: Check = ({ appliance }) => {
  if (!appliance) return [];
  const lists = appliance.web_to_client.length > 0;
  if (lists === (appliance.initiate === "both")) return [];
  const rule = "appliance-initiate";
  if (!lists) {
    const message = "lets the web side open connections, and appliance.web_to_client lists none";
    const found = finding(["appliance", "initiate"], rule, message, "write web_to_client, or initiate: client");
    return [mendable(found, patchAt(["appliance", "initiate"], "client"))];
  }
  const message = "lists what the web side may open, and appliance.initiate is client";
  const found = finding(["appliance", "web_to_client"], rule, message, "write initiate: both, or leave it out");
  return [mendable(found, patchAt(["appliance", "initiate"], "both"))];
};

const zones: Check = ({ appliance }) =>
  repeatedZones(
    ["appliance", "zones"],
    appliance?.zones ?? [],
    patchAt(["appliance", "zones"], [...new Set(appliance?.zones)]),
  ).map((found) => ({ ...found, fix: "list each zone once" }));

/** Parts that are an appliance's alone, in a file without one. */
const withoutAppliance: Check = ({ appliance, bridge, client, dns }) => {
  if (appliance) return [];
  const parts = [
    { path: ["bridge", "inner_subnets"], value: bridge.inner_subnets },
    { path: ["bridge", "outer_subnets"], value: bridge.outer_subnets },
    { path: ["client", "security_groups"], value: client.security_groups },
    { path: ["dns", "records"], value: dns?.records },
  ];
  return parts.flatMap(({ path, value }) => {
    if (value === undefined) return [];
    const found = finding(path, "has-appliance", "is for an appliance, and the file has none", "leave it out");
    return [mendable({ ...found, fix: "leave it out, or write appliance" }, patchAt(path, null))];
  });
};

/** Groups that exist are those of clients that exist. */
const clientGroups: Check = ({ appliance, client }) =>
  appliance && client.security_groups && !isExisting(client)
    ? [givenBeforeVpc(["client", "security_groups"], "client", "security_groups")]
    : [];

/** Names of single hosts need a zone. */
const recordsInZone: Check = ({ appliance, dns }: BridgeConfig) => {
  if (!appliance || !dns?.records || dns.zone !== undefined || dns.zone_id !== undefined) return [];
  const message = "names hosts in no zone";
  return [finding(["dns", "records"], "dns-zone", message, "write dns.zone: a name such as example.internal")];
};

/** What an appliance's keys must say together. */
export const APPLIANCE_CHECKS: readonly Check[] = [
  ports,
  initiate,
  zones,
  withoutAppliance,
  clientGroups,
  recordsInZone,
];
