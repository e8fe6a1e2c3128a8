import { zonesOf } from "../../address-plan/service-names";
import { formatAddress } from "../../ip";
import { type Evaluation, evaluationOf, fault, type Statement } from "../../reachability";
import { Arguments } from "../../topology";
import { fact } from "../statement-parts";
import { asWritten } from "../structure-statements";
import { type ApplianceFound } from "./appliance-found";

/** Names carry no packets, so the model has no such type. */
const RECORD = "aws_route53_record";

/** What a record says, and whom its zone answers; a zone that exists answers whoever it is joined to. */
function leadsTo({ network: { graph }, client }: ApplianceFound, name: string, wanted: string): Evaluation {
  const args = new Arguments(graph);
  const records = graph.resources.filter((one) => one.type === RECORD && args.text(one, "name") === name);
  const [record] = records;
  if (!record || records.length > 1)
    return evaluationOf([fault(name, `there are ${records.length} records of this name instead of one`)]);
  const said = args.list(record.values.records).items;
  const zone = args.link(record.values.zone_id);
  const vpcs =
    zone.kind === "resource" ? args.blocks(zone.resource.values.vpc).map((block) => args.link(block.vpc_id)) : [];
  const isElsewhere = vpcs.some((vpc) => vpc.kind === "resource" && vpc.resource.address !== client.address);
  return evaluationOf([
    ...(said.length === 1 && said[0] === wanted ? [] : [fault(record.address, `it does not say ${wanted}`)]),
    ...(isElsewhere ? [fault(record.address, `its zone does not answer ${client.address}`)] : []),
  ]);
}

/** Names of hosts lead clients to what stands for the hosts' addresses. */
export function applianceNames(found: ApplianceFound): readonly Statement[] {
  const hosts = zonesOf(found.plan).flatMap((zone) => zone.hosts);
  const all = hosts.map(({ name, address }) => {
    const wanted = formatAddress(address);
    return fact(`${name} leads clients to ${wanted}`, () => leadsTo(found, name, wanted));
  });
  return asWritten(found.network.graph, ...all);
}
