import { type Finding } from "../../fault";
import { clientsOf, websOf } from "../../hub-sides";
import { type KeyPath } from "../../key-path";
import { type Entry, repeatedEntries } from "../distinct-entries";
import { finding } from "../finding";
import { type HubCheck } from "./hub-check";

/** Lists of which each entry becomes a thing of its own. */
const distinctEntries: HubCheck = (config) => {
  const lists: [KeyPath, readonly Entry[] | undefined][] = [
    [["zones"], config.zones],
    [["listeners", "https", "certificates"], config.listeners.https?.certificates],
    ...[...clientsOf(config), ...websOf(config)].flatMap(({ path, config: side }): [KeyPath, readonly Entry[]][] => [
      [[...path, "vpc", "secondary_cidrs"], side.vpc.secondary_cidrs],
      [[...path, "vpc", "routes"], side.vpc.routes],
      [[...path, "attachment_subnets"], side.attachment_subnets ?? []],
      [[...path, "endpoint_subnets"], ("endpoint_subnets" in side && side.endpoint_subnets) || []],
      [[...path, "security_groups"], ("security_groups" in side && side.security_groups) || []],
    ]),
    ...Object.entries(config.services).flatMap(([name, service]): [KeyPath, readonly Entry[] | undefined][] => [
      // To an ALB host names are the same in any case of letters.
      [["services", name, "match", "hosts"], service.match?.hosts?.map((host) => host.toLowerCase())],
      [["services", name, "match", "paths"], service.match?.paths],
      [["services", name, "listeners"], service.listeners],
      [["services", name, "clients"], service.clients],
      [["services", name, "certificates"], service.certificates],
    ]),
  ];
  return lists.flatMap(([path, entries]) => repeatedEntries(path, entries ?? []));
};

/** What load balancers and alarms name is of their own Region. */
const sameRegion: HubCheck = ({ region, listeners, alarms, alb, services }) => {
  const listed = (path: KeyPath, certificates: readonly string[] = []) =>
    certificates.map((arn, i): [KeyPath, string] => [[...path, i], arn]);
  const arns = [
    ...listed(["listeners", "https", "certificates"], listeners.https?.certificates),
    ...Object.entries(services).flatMap(([name, { certificates }]) =>
      listed(["services", name, "certificates"], certificates),
    ),
  ];
  if (alarms) arns.push([["alarms", "topic"], alarms.topic]);
  if (alb.waf_acl_arn) arns.push([["alb", "waf_acl_arn"], alb.waf_acl_arn]);
  return arns.flatMap(([path, text]): Finding[] =>
    text.split(":")[3] === region
      ? []
      : [finding(path, "same-region", `is not in ${region}`, `write an ARN of ${region}`)],
  );
};

export const HUB_LIST_CHECKS: readonly HubCheck[] = [distinctEntries, sameRegion];
