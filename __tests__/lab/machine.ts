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

/** Processes that belong to a lab of this name. */
export function processesOf(name: string): string[] {
  return readdirSync("/proc").filter((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      return readFileSync(`/proc/${entry}/environ`, "latin1").split("\0").includes(`OVERLAP_LAB=${name}`);
    } catch {
      return false;
    }
  });
}

/** Whether a lab's load balancers run; what else its processes are comes and goes. */
export function serves(name: string): boolean {
  return processesOf(name).some((pid) => {
    try {
      return readFileSync(`/proc/${pid}/comm`, "latin1") === "haproxy\n";
    } catch {
      return false;
    }
  });
}

export async function until(what: string, check: () => boolean): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (check()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`it never came to pass that ${what}`);
}
