import { formatAddress } from "../ip";
import { type Experiment, isGood, type TriedStatement } from "./experiment";
import { urlOf } from "./http-request";
import { hostText } from "./space";

function statementJson({ letPass, proof, ...statement }: TriedStatement): object {
  const { text, expected, holds, probes, delivered, answered, disagreements } = statement;
  return {
    text,
    ...(expected !== undefined && { expected }),
    ...(proof && { proof: proof.verdict }),
    ...(holds !== undefined && { holds }),
    probes,
    delivered,
    answered,
    ...(letPass > 0 && { letPass }),
    disagreements,
  };
}

/** The outcome of a lab for programs: schema/lab.schema.json. */
export function experimentJson(name: string, source: string, result: Experiment): object {
  const { statements, checks, requests, late, followed, notes, lab } = result;
  return {
    name,
    source,
    holds: isGood(result),
    namespaces: lab.spaces.length,
    statements: statements.map(statementJson),
    checks: checks.map(({ check, isHealthy, says, agrees }) => ({
      group: check.group.address,
      from: check.node.address,
      source: formatAddress(check.source),
      target: `${hostText(check.address)}:${check.port}`,
      healthy: isHealthy,
      proof: says,
      agrees,
    })),
    requests: requests.map(({ request, response, says, agrees }) => ({
      from: request.from.address,
      url: urlOf(request),
      ...(request.host !== undefined && { host: request.host }),
      status: response.status,
      ...(response.banner !== undefined && { banner: response.banner }),
      servers: response.servers.map(({ address, ips }) => ({ address, ip: formatAddress(ips[0] ?? 0) })),
      proof: says,
      agrees,
    })),
    ...(late > 0 && { late }),
    ...(followed && {
      request: {
        from: followed.request.from.address,
        url: urlOf(followed.request),
        status: followed.status,
        ...(followed.title !== undefined && { title: followed.title }),
        ...(followed.log !== undefined && { log: followed.log }),
        there: followed.there,
        back: followed.back,
      },
    }),
    notes,
  };
}
