import { formatAddress } from "../ip";
import { endOfNic, TCP, toGroup, type Verdict, type Walker } from "../reachability";
import { type TargetGroup } from "../topology";
import { type Check, HAPROXY_SOCKET } from "./haproxy";
import { type LabNetwork } from "./lab-network";
import { healthProtocol, type WebServer } from "./servers";
import { LabError, type Sandbox } from "./sandbox";
import { hostText } from "./space";

export interface TriedCheck {
  readonly check: Check;
  readonly isHealthy: boolean;
  /** The proof's word on the way there and back; what answers at its end is not the network's business. */
  readonly says: Verdict;
  readonly agrees: boolean;
}

/** How long the checks may take to come to an end, and how often they are looked at, in milliseconds. */
const PATIENCE = 20_000;
const PAUSE = 20;
/** How long what should be healthy may take to become it, in milliseconds: the machine may have been busy. */
const SECOND_WAIT = 8_000;

interface Seen {
  readonly isHealthy: boolean;
  /** It has been checked often enough to tell. */
  readonly isSettled: boolean;
}

/** Reads HAProxy's `show stat`, a table with its heads in the first line. @returns by backend and server */
function readHealth(csv: string): Map<string, Seen> {
  const [head = "", ...rows] = csv.trim().split("\n");
  const names = head.replace(/^# /, "").split(",");
  const found = new Map<string, Seen>();
  for (const row of rows) {
    const cells = row.split(",");
    const cell = (name: string): string => cells[names.indexOf(name)] ?? "";
    const [status, check] = [cell("status"), cell("check_status")];
    // "UP 1/2": one more failure and it is down. "INI": never checked; "* L4TOUT": a check is under way.
    const isSettled = /^(UP|DOWN)$/.test(status) && check.replace(/^\* /, "") !== "INI";
    found.set(`${cell("pxname")}/${cell("svname")}`, { isHealthy: status.startsWith("UP"), isSettled });
  }
  return found;
}

async function seenBy(sandbox: Sandbox): Promise<Map<string, Seen>> {
  return readHealth(await sandbox.run([`echo 'show stat -1 4 -1' | socat - UNIX-CONNECT:${HAPROXY_SOCKET}`]));
}

/**
 * Whether the outcome of a check is the network's doing alone: who has the target's address serves it in the way that
 * it is checked in; and where the answer is not signed, nobody else has the address.
 */
function isTelling({ places, webServers }: LabNetwork, { group, target, address, port, tls }: Check): boolean {
  const holders = places.ports.filter(({ kind, ips }) => kind === "host" && ips.includes(address));
  const meant = holders.filter(({ isStandIn, nic }) => !isStandIn && (target.nic === undefined || nic === target.nic));
  const isByTcp = healthProtocol(group) === "TCP";
  if (meant.length === 0 || (isByTcp && meant.length < holders.length)) return false;
  // A port that is wanted with HTTP and without speaks what was wanted first; a connection is all that TCP asks for.
  const isAnswered = (listen: WebServer["listens"][number]): boolean =>
    listen.port === port && (isByTcp || (listen.tls === tls && listen.isHttp));
  return meant.every((host) => webServers.find((server) => server.port === host)?.listens.some(isAnswered));
}

function saidOf(walker: Walker, { balancer, node, group, target, port }: Check): Verdict {
  const from = node.nic && endOfNic(node.nic);
  if (from?.kind !== "host" || !node.nic) return "UNKNOWN";
  const alone: TargetGroup = { ...group, doubts: { targets: [] }, targets: [{ ...target, port }] };
  const at = {
    walker,
    from,
    balancer,
    node: node.nic,
    flow: { protocol: TCP, port },
    explain: false,
    hidesClient: true,
  };
  return toGroup(at, alone).verdict;
}

/**
 * Waits until every target has been found healthy or not, and holds that against the proof.
 * @throws LabError when the checks come to no end
 */
export async function tryChecks(sandbox: Sandbox, lab: LabNetwork, walker: Walker): Promise<TriedCheck[]> {
  const { checks } = lab;
  if (checks.length === 0) return [];
  const said = checks.map((check) => (isTelling(lab, check) ? saidOf(walker, check) : "UNKNOWN"));
  const started = Date.now();
  for (;;) {
    const seen = await seenBy(sandbox);
    const own = checks.map(({ backend, server }) => seen.get(`${backend}/${server}`));
    const isSettled = own.every((one) => one?.isSettled === true);
    const isLate = own.some((one, i) => said[i] === "ALLOWED" && one?.isHealthy !== true);
    const waited = Date.now() - started;
    if (isSettled && (!isLate || waited > SECOND_WAIT))
      return checks.map((check, i) => {
        const [says, isHealthy] = [said[i]!, own[i]?.isHealthy === true];
        return { check, isHealthy, says, agrees: says === "UNKNOWN" || (says === "ALLOWED") === isHealthy };
      });
    if (waited > PATIENCE) throw new LabError("the load balancers' health checks come to no end");
    await sandbox.pause(PAUSE);
  }
}

export function describeCheck({ check: { node, group, address, source, port }, isHealthy, says }: TriedCheck): string {
  return `${group.address}: ${hostText(address)}:${port} is ${isHealthy ? "healthy" : "unhealthy"} for ${formatAddress(source)} (${node.address}), the proof says ${says}`;
}
