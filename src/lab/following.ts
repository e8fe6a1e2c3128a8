import { TCP } from "../reachability";
import { hopCounters } from "./counting";
import { type Counters, counterScript, HOPS_TABLE, readAllCounters, type SeenFlow } from "./counters";
import { dialectsOf } from "./dialects";
import { FOLDER } from "./folder";
import { type LabNetwork } from "./lab-network";
import { type Port } from "./places";
import { curlCommand, type HttpRequest } from "./http-request";
import { type Sandbox } from "./sandbox";
import { hasPages, serverFolder } from "./servers";
import { inSpace, withInput } from "./setup";
import { hostText } from "./space";

/** Packets that were delivered to one interface. */
export interface HopCount {
  readonly address: string;
  readonly source: string;
  readonly destination: string;
  readonly packets: number;
}

/** One request in full: what the client got, what the server saw, and the packets of every hop. */
export interface Followed {
  readonly request: HttpRequest;
  readonly status: number;
  readonly title?: string;
  /** The web server's access log line. */
  readonly log?: string;
  readonly there: readonly HopCount[];
  readonly back: readonly HopCount[];
}

/** The order in which a connection meets the kinds of interfaces, whichever way it goes. */
const ORDER: readonly Port["kind"][] = ["attachment", "inspection", "nat", "node", "host"];

const senderText = ({ source = "", ports }: SeenFlow): string => `${hostText(source)}:${ports?.source}`;
const receiverText = ({ destination, ports }: SeenFlow): string => `${hostText(destination)}:${ports?.destination}`;

/** Deliveries of one connection. */
function hops(lab: LabNetwork, counters: Counters, is: (flow: SeenFlow) => boolean): HopCount[] {
  const ports = [...lab.places.ports].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  return ports.flatMap((port) =>
    (counters.get(port.cable) ?? [])
      .filter((flow) => flow.protocol === TCP && !flow.isOpening && is(flow))
      .map((flow) => ({
        address: port.address,
        source: senderText(flow),
        destination: receiverText(flow),
        packets: flow.packets,
      })),
  );
}

/** A web server writes its log when the client has its answer already, if it is asked at all. */
function awaitLog(token: string, logs: readonly string[]): string[] {
  const found = `grep -h -F '"${token}"' ${logs.join(" ")}`;
  return [
    "tries=0",
    `until ${found} > /dev/null || [ $tries -ge 50 ]; do tries=$((tries + 1)); sleep 0.02; done`,
    `${found} | sed 's/^/log /' || true`,
  ];
}

/** Sends one request and follows its packets through the counters of every interface. */
export async function follow(sandbox: Sandbox, lab: LabNetwork, request: HttpRequest): Promise<Followed> {
  const logs = lab.webServers.filter(hasPages).map((server) => `${serverFolder(server, FOLDER)}/access.log`);
  const token = `lab-${Date.now().toString(36)}`;
  const [routers, dialects] = [[...lab.routers.values()], dialectsOf(lab.places.ports)];
  const printed = await sandbox.run([
    ...routers.flatMap((router) =>
      inSpace(router, withInput("nft -f -", dialects.flatMap(hopCounters), "", "__nft__")),
    ),
    curlCommand(request, `-A ${token} -w '\\nresponse %{http_code} %{local_port}\\n'`) + " || true",
    ...(logs.length === 0 ? [] : awaitLog(token, logs)),
    ...counterScript(routers, dialects, HOPS_TABLE),
  ]);
  const [, status = "0", clientPort = "0"] = /^response (\d+) (\d+)$/m.exec(printed) ?? [];
  const title = /<title>([^<]*)<\/title>/i.exec(printed)?.[1];
  const log = /^log (.*)$/m.exec(printed)?.[1];
  const counters = readAllCounters(printed);
  const front = `${hostText(request.destination)}:${request.port}`;
  const ownPort = Number(clientPort);
  // The web server's log tells the connection that the load balancer made for this request.
  const [, address = "", port = ""] = /^(\S+):(\d+) /.exec(log ?? "") ?? [];
  const second = `${hostText(address)}:${port}`;
  const there = [
    ...hops(lab, counters, (flow) => receiverText(flow) === front && flow.ports?.source === ownPort),
    ...hops(lab, counters, (flow) => senderText(flow) === second),
  ];
  const back = [
    ...hops(lab, counters, (flow) => receiverText(flow) === second),
    ...hops(lab, counters, (flow) => senderText(flow) === front && flow.ports?.destination === ownPort),
  ];
  return {
    request,
    status: Number(status),
    ...(title !== undefined && { title }),
    ...(log !== undefined && { log: log.replace(token, "curl") }),
    there,
    back,
  };
}
