import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { AS_USER, LAB_ENV } from "../support/lab";

/** Everything that a lab could leave behind on the machine, or change. */
export function machine(): object {
  const print = (command: string, ...args: string[]): string =>
    spawnSync(command, args, { env: LAB_ENV, encoding: "utf8" }).stdout;
  return {
    links: print("ip", "-br", "link"),
    addresses: print("ip", "-br", "address"),
    routes: print("ip", "route", "show", "table", "all").replace(/ expires \S+/g, ""),
    rules: print("ip", "rule"),
    namespaces: print("ip", "netns", "list"),
    firewall: AS_USER ? "" : print("nft", "list", "ruleset"),
    forwarding: readFileSync("/proc/sys/net/ipv4/ip_forward", "utf8"),
    filter: readFileSync("/proc/sys/net/ipv4/conf/all/rp_filter", "utf8"),
    mounts: readFileSync("/proc/self/mounts", "utf8")
      .split("\n")
      .filter((line) => /lab|netns/.test(line)),
  };
}

/**
 * What the kernel tells of a process; nothing of one that is gone. Processes of a lab come and go: also the one that holds
 * a lab for its command, and ends with it when the lab is left up.
 */
export function told(pid: string, what: "comm" | "environ"): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, "latin1");
  } catch {
    return "";
  }
}

/** Processes that belong to a lab of this name. */
export function processesOf(name: string): string[] {
  return readdirSync("/proc").filter(
    (entry) => /^\d+$/.test(entry) && told(entry, "environ").split("\0").includes(`OVERLAP_LAB=${name}`),
  );
}

/** Whether one of a lab's processes is of this program. */
export function runs(name: string, program: string): boolean {
  return processesOf(name).some((pid) => told(pid, "comm") === `${program}\n`);
}

/** Whether a lab's load balancers run; what else its processes are comes and goes. */
export function serves(name: string): boolean {
  return runs(name, "haproxy");
}

export async function until(what: string, check: () => boolean): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (check()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`it never came to pass that ${what}`);
}
