import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The programs that a lab is made of, each with the Debian package that brings it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  setpriv: "util-linux",
  unshare: "util-linux",
  nsenter: "util-linux",
  ip: "iproute2",
  nft: "nftables",
  haproxy: "haproxy",
  nginx: "nginx-light",
  curl: "curl",
  ping: "iputils-ping",
  socat: "socat",
  openssl: "openssl",
};

/** The packages, as the README names them. */
export const PACKAGES: readonly string[] = [...new Set(Object.values(PROGRAMS))].filter((one) => one !== "util-linux");

const SYSTEM_FOLDERS: readonly string[] = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** A path with the folders of system programs, which a user's may lack. */
export function labPath(path: string | undefined, folders = SYSTEM_FOLDERS): string {
  return [path ?? "", ...folders].filter((part) => part !== "").join(delimiter);
}

function isThere(program: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    const file = join(folder, program);
    if (!existsSync(file)) return false;
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Why this machine can't run a lab.
 * @param systemFolders where system programs are, beside the path
 * @returns one line with what to do, or undefined when nothing is missing
 */
export function missingRequirement(
  platform: string,
  path: string | undefined,
  systemFolders = SYSTEM_FOLDERS,
): string | undefined {
  if (platform !== "linux") return `the packet lab needs Linux, this is ${platform}; run it in a virtual machine`;
  const folders = labPath(path, systemFolders).split(delimiter);
  const missing = Object.keys(PROGRAMS).filter((program) => !isThere(program, folders));
  if (missing.length === 0) return undefined;
  const packages = [...new Set(missing.map((program) => PROGRAMS[program]))].join(" ");
  return `the packet lab needs ${missing.join(", ")}; install ${missing.length === 1 ? "it" : "them"} with: sudo apt-get install ${packages}`;
}
