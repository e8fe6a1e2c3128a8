import { type AddressSet, type Cidr, cidrAround, containsAddress, parseAddress, setOfCidr } from "../ip";
import { type NameOfInterface } from "./interface-names";
import { type KernelRoute, type PolicyRule, type RouterInterface } from "./router-model";
import { giveUp, type Line } from "./script-line";

/** What is known of the machine, and whether the command may fail. */
export interface AtCommand {
  readonly line: Line;
  readonly interfaces: readonly RouterInterface[];
  readonly devices: NameOfInterface;
  /** The command is refused, as when what it adds is there already. */
  readonly fails: () => void;
}

/** No packet comes in by it. */
const NO_DEVICE = -1;
const FIRST_PRIORITY = 32766;
/** /etc/iproute2/rt_tables. */
const TABLES: Readonly<Record<string, string>> = { "254": "main", "253": "default" };

/** `ip rule` and `ip route`, as far as they set up where packets of IPv4 go (ip-rule(8), ip-route(8)). */
export class IpCommands {
  readonly rules: PolicyRule[] = [];
  readonly routes: KernelRoute[] = [];
  /** The largest packets that interfaces send, by device; what does not fit is told to its sender. */
  readonly mtus = new Map<number, number>();

  /** `ip link set dev X mtu N`: no verdict hangs on it. */
  size(args: readonly (string | undefined)[], devices: NameOfInterface): void {
    const at = args.indexOf("mtu");
    const [name, size] = [args[at - 1], args[at + 1]];
    const [device] = (args.includes("link") && at > 0 && name !== undefined ? devices(name) : undefined) ?? [];
    if (device !== undefined && /^[0-9]{2,5}$/.test(size ?? "")) this.mtus.set(device, Number(size));
  }

  run(args: readonly string[], at: AtCommand): void {
    const [object, verb, ...rest] = args.filter((one) => one !== "-4");
    if (object === "rule" || object === "ru") return this.rule(verb, new Words(rest, at), at);
    if (object === "route" || object === "ro" || object === "r") return this.route(verb, new Words(rest, at), at);
    giveUp("command", at.line);
  }

  private rule(verb: string | undefined, words: Words, at: AtCommand): void {
    if (verb !== "add" && verb !== "del" && verb !== "delete") giveUp("command", at.line);
    const { priority, table, ...selector } = ruleIn(words, at);
    const place = this.rules.findIndex(
      (rule) =>
        (priority === undefined || rule.priority === priority) &&
        (table === undefined || rule.table === table) &&
        (verb === "add" ? isSame(rule, selector) : isWithin(rule, selector)),
    );
    if (verb !== "add") {
      if (place < 0) at.fails();
      else this.rules.splice(place, 1);
    } else if (priority !== undefined && place >= 0 && this.rules[place]!.table === (table ?? "main")) at.fails();
    else {
      const own = priority ?? Math.min(FIRST_PRIORITY, ...this.rules.map((one) => one.priority)) - 1;
      this.rules.push({ line: at.line, priority: own, table: table ?? "main", ...selector });
      this.rules.sort((one, other) => one.priority - other.priority);
    }
  }

  private route(verb: string | undefined, words: Words, at: AtCommand): void {
    if (verb === "flush") return this.flush(words, at);
    const isNew = ["add", "replace", "append", "change"].includes(verb ?? "");
    if (!isNew && verb !== "del" && verb !== "delete") giveUp("command", at.line);
    const route = routeIn(words, at, isNew);
    if (!route) return;
    const place = this.routes.findIndex(
      ({ table, cidr }) => table === route.table && cidr.base === route.cidr.base && cidr.length === route.cidr.length,
    );
    if (isNew) {
      if (verb === "append" && place >= 0) giveUp("command", at.line);
      if ((verb === "add" && place >= 0) || (verb === "change" && place < 0)) at.fails();
      else this.routes.splice(place < 0 ? this.routes.length : place, place < 0 ? 0 : 1, route);
    } else if (place >= 0) this.routes.splice(place, 1);
    else if (route.table === "main") giveUp("main-table", at.line);
    else at.fails();
  }

  /** A whole table, but not the main one, which the image fills. */
  private flush(words: Words, { line }: AtCommand): void {
    const all = words.rest();
    if (all.join(" ") === "cache") return;
    const [key, table, more] = all;
    if (key !== "table" || table === undefined || more !== undefined || tableNamed(table, line) === "main")
      giveUp("command", line);
    const kept = this.routes.filter((one) => one.table !== tableNamed(table, line));
    this.routes.splice(0, this.routes.length, ...kept);
  }
}

/** The words of a command, one after the other. */
class Words {
  private at = 0;
  constructor(
    private readonly words: readonly string[],
    private readonly command: AtCommand,
  ) {}

  next(): string | undefined {
    return this.words[this.at++];
  }

  value(): string {
    return this.next() ?? giveUp("command", this.command.line);
  }

  number(): number {
    const text = this.value();
    return /^[0-9]{1,9}$/.test(text) ? Number(text) : giveUp("command", this.command.line);
  }

  rest(): readonly string[] {
    return this.words.slice(this.at);
  }
}

function tableNamed(text: string, line: Line): string {
  const name = TABLES[text] ?? text;
  if (name === "main" || name === "default") return name;
  return /^[1-9][0-9]{0,8}$/.test(name) && name !== "255" ? name : giveUp("command", line);
}

function prefixOf(text: string, line: Line): Cidr {
  if (text === "default" || text === "all" || text === "any") return { base: 0, length: 0 };
  const [address = "", length = "32", more] = text.split("/");
  const base = address.includes(":") ? undefined : parseAddress(address);
  const bits = /^[0-9]{1,2}$/.test(length) ? Number(length) : 33;
  if (typeof base !== "number" || bits > 32 || more !== undefined) giveUp("command", line);
  const cidr = cidrAround(base, bits);
  return cidr.base === base ? cidr : giveUp("fails", line);
}

type Selector = Pick<PolicyRule, "device" | "src" | "dst">;

interface WrittenRule extends Selector {
  readonly priority?: number;
  readonly table?: string;
}

function ruleIn(words: Words, { line, devices }: AtCommand): WrittenRule {
  let rule: WrittenRule = {};
  for (let word = words.next(); word !== undefined; word = words.next())
    switch (word) {
      case "from":
      case "to": {
        const cidr = prefixOf(words.value(), line);
        if (cidr.length > 0) rule = { ...rule, [word === "from" ? "src" : "dst"]: setOfCidr(cidr) };
        break;
      }
      case "iif":
      case "dev": {
        const [device = NO_DEVICE] = devices(words.value()) ?? giveUp("interface", line);
        rule = { ...rule, device };
        break;
      }
      case "table":
      case "lookup":
        rule = { ...rule, table: tableNamed(words.value(), line) };
        break;
      case "priority":
      case "pref":
      case "preference":
      case "prio":
      case "order": {
        const priority = words.number();
        // The first rule of all is the one for the machine's own addresses.
        rule = priority > 0 && priority < FIRST_PRIORITY ? { ...rule, priority } : giveUp("command", line);
        break;
      }
      default:
        giveUp("command", line);
    }
  return rule;
}

function isSameSet(one: AddressSet | undefined, other: AddressSet | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isSame(rule: Selector, { device, src, dst }: Selector): boolean {
  return rule.device === device && isSameSet(rule.src, src) && isSameSet(rule.dst, dst);
}

/** Whether a rule has all that is asked for. */
function isWithin(rule: Selector, { device, src, dst }: Selector): boolean {
  return (
    (device === undefined || rule.device === device) &&
    (src === undefined || isSameSet(rule.src, src)) &&
    (dst === undefined || isSameSet(rule.dst, dst))
  );
}

/** Kinds of routes that throw packets away. */
const THROWN = ["blackhole", "unreachable", "prohibit"];
/** What of a route changes nothing about where it leads, each with a value. */
const BESIDE = ["proto", "protocol", "scope", "src", "mtu", "advmss", "initcwnd", "initrwnd"];

function routeIn(words: Words, at: AtCommand, isNew: boolean): KernelRoute | undefined {
  const { line, devices } = at;
  const first = words.value();
  const isThrown = THROWN.includes(first);
  const cidr = prefixOf(isThrown || first === "unicast" ? words.value() : first, line);
  let [table, via, device]: [string, number | undefined, number | undefined] = ["main", undefined, undefined];
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word === "via") via = addressIn(words.value(), line);
    else if (word === "dev") [device = NO_DEVICE] = devices(words.value()) ?? giveUp("interface", line);
    else if (word === "table") table = tableNamed(words.value(), line);
    else if (BESIDE.includes(word)) words.value();
    else giveUp("command", line);
  }
  if (isThrown || !isNew) return { line, table, cidr };
  return leading({ line, table, cidr }, via, device, at);
}

function addressIn(text: string, line: Line): number {
  const address = parseAddress(text);
  return typeof address === "number" ? address : giveUp("command", line);
}

/** By which interface, and to whom there: to the router of the subnet, or to another machine. */
function leading(
  route: Pick<KernelRoute, "line" | "table" | "cidr">,
  via: number | undefined,
  device: number | undefined,
  { line, interfaces, fails }: AtCommand,
): KernelRoute | undefined {
  const isOn = ({ subnet }: RouterInterface): boolean => via === undefined || containsAddress(subnet, via);
  const own = interfaces.find((one) => (device === undefined ? via !== undefined && isOn(one) : one.device === device));
  if (!own) giveUp("interface", line);
  if (!isOn(own)) {
    fails();
    return undefined;
  }
  if (via === undefined) return { ...route, device: own.device, next: "link" };
  return { ...route, device: own.device, next: via === Number(own.subnet.base) + 1 ? "router" : "host" };
}
