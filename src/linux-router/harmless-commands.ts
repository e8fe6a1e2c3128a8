/** A word of a command line; undefined where it isn't known what it becomes. */
export type KnownWord = string | undefined;

/** What does nothing to the network, whatever its arguments are. */
const HARMLESS: ReadonlySet<string> = new Set(
  (
    ": true false echo printf set unset umask export local readonly mkdir chmod chown chgrp touch sleep logger date " +
    "hostname hostnamectl timedatectl localectl awk cat cut grep egrep head tail tr wc sort uniq ls stat id whoami uname " +
    "useradd groupadd usermod passwd chpasswd lscpu nproc free df du sync readlink realpath basename dirname pwd cd wait"
  ).split(" "),
);
/** Their exit status is what they are for. */
const TESTS: ReadonlySet<string> = new Set([
  "[",
  "[[",
  "test",
  "command",
  "type",
  "which",
  "grep",
  "egrep",
  "false",
  "!",
]);
/** What installs packages; only those that start nothing by themselves are known. */
const INSTALLERS: ReadonlySet<string> = new Set(["dnf", "yum", "apt-get", "apt", "microdnf"]);
const PACKAGES: ReadonlySet<string> = new Set(
  "nftables iproute iproute2 tcpdump conntrack conntrack-tools jq curl wget awscli unzip htop ethtool amazon-ssm-agent".split(
    " ",
  ),
);
const INSTALLING = ["install", "update", "upgrade", "makecache", "clean", "reinstall", "-y", "-q", "-qq", "-yq", "-qy"];
/** Services that let packets be. */
const SERVICES: ReadonlySet<string> = new Set(
  "amazon-ssm-agent sshd chronyd rsyslog crond amazon-cloudwatch-agent systemd-journald".split(" "),
);
const OF_SERVICES = ["start", "enable", "restart", "status", "is-active", "is-enabled", "--now", "--quiet", "-q"];
/** Modules that only add what rulesets may use. */
const MODULE = /^(?:nft?_[a-z0-9_]+|nf_conntrack[a-z0-9_]*)$/;
const READING = ["show", "list", "ls", "get", "lst", "sh"];

/** Where a file does nothing by being there. */
const PLACES = [
  "/tmp/",
  "/var/tmp/",
  "/var/log/",
  "/root/",
  "/home/",
  "/run/",
  "/var/www/",
  "/usr/share/",
  "/etc/profile.d/",
  "/etc/ssh/",
];
const FILES: ReadonlySet<string> = new Set([
  "/dev/null",
  "/dev/stdout",
  "/dev/stderr",
  "/dev/console",
  "/etc/motd",
  "/etc/issue",
]);

export function isHarmlessPath(path: KnownWord): boolean {
  if (path === undefined || path.includes("/..")) return false;
  return FILES.has(path) || PLACES.some((one) => path.startsWith(one));
}

/** Whether something follows only where a command succeeds or fails. */
export function isTest([name]: readonly KnownWord[]): boolean {
  return name !== undefined && TESTS.has(name);
}

/** Whether a command changes nothing that packets meet. */
export function isHarmless(words: readonly KnownWord[]): boolean {
  const [name, ...all] = words;
  if (name === undefined) return false;
  if (HARMLESS.has(name) || TESTS.has(name)) return name !== "!" || isHarmless(all);
  if (name.endsWith("dnf") || INSTALLERS.has(name)) return isInstalling(all);
  const known = all.filter((one) => one !== undefined);
  switch (name) {
    case "systemctl":
      return all.length > 0 && (all.join(" ") === "daemon-reload" || areOf(all, OF_SERVICES, SERVICES));
    case "modprobe":
      return (
        all.length > 0 && all.every((one) => one !== undefined && (MODULE.test(one) || one === "-q" || one === "-a"))
      );
    case "curl":
    case "wget":
      return outputsOf(known).every(isHarmlessPath) && known.length === all.length;
    case "rm":
    case "tee":
      return known.length === all.length && known.every((one) => one.startsWith("-") || isHarmlessPath(one));
    case "install":
    case "cp":
      return known.length === all.length && isCopying(known);
    case "sed":
      return known.length === all.length && !known.some((one) => /^-[a-zA-Z]*i|^--in-place/.test(one));
    case "ip":
      return isReading(known) && known.length === all.length;
    case "nft":
      return (
        known.find((one) => !one.startsWith("-")) === "list" || known.some((one) => one === "-c" || one === "--check")
      );
    case "sysctl":
      return known.length === all.length && !known.some((one) => /=|^-[a-z]*[wp]|^--(?:write|load|system)/.test(one));
    default:
      return false;
  }
}

function isInstalling(args: readonly KnownWord[]): boolean {
  return areOf(args, [...INSTALLING, "--assumeyes", "--quiet", "--no-install-recommends"], PACKAGES);
}

function areOf(args: readonly KnownWord[], words: readonly string[], names: ReadonlySet<string>): boolean {
  return args.every((one) => {
    if (one === undefined) return false;
    const name = one.endsWith(".service") ? one.slice(0, -".service".length) : one;
    return words.includes(one) || names.has(name);
  });
}

/** Where curl and wget put what they fetch. */
function outputsOf(args: readonly string[]): string[] {
  return args.flatMap((one, place) => {
    if (["-o", "--output", "-O", "--output-document"].includes(one)) return [args[place + 1] ?? ""];
    return /^-[a-zA-Z]*[oO]$/.test(one) ? [args[place + 1] ?? ""] : [];
  });
}

/** The script itself may be put anywhere: it does the same again. Folders are no files. */
function isCopying(args: readonly string[]): boolean {
  if (args.some((one) => one === "-d" || one === "--directory")) return true;
  const paths = args.filter(
    (one, place) => !one.startsWith("-") && !["-m", "-o", "-g"].includes(args[place - 1] ?? ""),
  );
  const [from, to, more] = paths;
  return more === undefined && (from === OWN_SCRIPT || isHarmlessPath(to));
}

/** What `$0` is: the script. */
export const OWN_SCRIPT = "$0";

function isReading(args: readonly string[]): boolean {
  const words = args.filter((one) => !one.startsWith("-"));
  if (args.includes("-6") || args.includes("-batch") || args.includes("-b"))
    return !args.some((one) => one.startsWith("-b") && one !== "-br" && one !== "-brief");
  const [object, verb, ...rest] = words;
  if (object === "link" && verb === "set") return rest.length > 0 && (rest.at(-1) === "up" || rest.at(-2) === "mtu");
  return (
    object !== undefined && object !== "netns" && object !== "xfrm" && (verb === undefined || READING.includes(verb))
  );
}
