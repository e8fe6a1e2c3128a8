import { type NameOfInterface } from "./interface-names";
import { type Setting } from "./router-model";
import { giveUp, type Line } from "./script-line";

const CONF = "net.ipv4.conf.";
/** Settings of the network that no packet of others hangs on; they end with a dot where a whole branch is meant. */
const BESIDE = [
  ...["net.ipv6.", "net.core.", "net.netfilter.", "net.nf_conntrack_max", "net.ipv4.tcp_", "net.ipv4.neigh."],
  ...["net.ipv4.ip_local_port_range", "net.ipv4.icmp_", "net.ipv4.udp_", "net.ipv4.ip_no_pmtu_disc"],
];
const BESIDE_OF_INTERFACE = [
  "send_redirects",
  "accept_redirects",
  "secure_redirects",
  "log_martians",
  "arp_ignore",
  "arp_announce",
];

/** What sysctl sets of forwarding and of reverse path filtering; the last word holds. */
export class SysctlSettings {
  forwarding?: Setting;
  reversePathOfAll?: Setting;
  readonly reversePath = new Map<number, Setting>();

  constructor(private readonly devices: NameOfInterface) {}

  /** @param name with dots, or with slashes as below /proc/sys */
  set(name: string, text: string, line: Line): void {
    const key = name.replaceAll("/", ".");
    if (!key.startsWith("net.") || BESIDE.some((one) => key.startsWith(one))) return;
    const value = /^[0-9]$/.test(text.trim()) ? Number(text) : giveUp("command", line);
    const setting = { line, value };
    if (key === "net.ipv4.ip_forward" || key === `${CONF}all.forwarding`) this.forwarding = setting;
    else if (key.startsWith(CONF)) this.ofInterface(key.slice(CONF.length), setting);
    else giveUp("command", line);
  }

  private ofInterface(key: string, setting: Setting): void {
    const dot = key.lastIndexOf(".");
    const [interfaceName, name] = [key.slice(0, dot), key.slice(dot + 1)];
    if (BESIDE_OF_INTERFACE.includes(name)) return;
    // What is so by default is so for interfaces that come later.
    if (interfaceName === "default") return;
    if (name !== "rp_filter") giveUp("command", setting.line);
    if (interfaceName === "all") this.reversePathOfAll = setting;
    else
      for (const device of this.devices(interfaceName) ?? giveUp("interface", setting.line))
        this.reversePath.set(device, setting);
  }
}

/** The settings of a file as sysctl reads it (sysctl.conf(5)). */
export function settingsIn(text: string, firstLine: number): readonly { name: string; value: string; line: Line }[] {
  return text.split("\n").flatMap((row, place) => {
    const line = { number: firstLine + place, text: row.trim() };
    if (line.text === "" || /^[#;]/.test(line.text)) return [];
    const equals = row.indexOf("=");
    if (equals < 0) giveUp("command", line);
    return [{ name: row.slice(0, equals).trim().replace(/^-/, ""), value: row.slice(equals + 1).trim(), line }];
  });
}
