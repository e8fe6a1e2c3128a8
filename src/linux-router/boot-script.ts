import { intersect, isEmptySet, setOfAddresses, parseAddress } from "../ip";
import { type KnownWord, isHarmless, isHarmlessPath, isTest, OWN_SCRIPT } from "./harmless-commands";
import { nameOfDevice, type NameOfInterface, namesOf } from "./interface-names";
import { IpCommands } from "./ip-command";
import { NftTables } from "./nft-tables";
import { type NftText } from "./nft-tokens";
import { type RouterInterface } from "./router-model";
import { type Command, commandsOf, type HereDocument, type Word } from "./shell-commands";
import { giveUp, type Line, type UnreadKind } from "./script-line";
import { settingsIn, SysctlSettings } from "./sysctl-settings";

/** A variable's value, or why it is not known. */
type Value = { readonly text: string } | { readonly why: UnreadKind };

/** A file that the script writes and may use later. */
interface WrittenFile extends NftText {
  readonly line: Line;
}

/** Words of the shell around commands. */
const OPENING = ["if", "while", "until", "for", "case", "{", "select"];
const CLOSING = ["fi", "done", "esac", "}"];
const BETWEEN = ["then", "else", "elif", "do"];
const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=/;
const PROC = "/proc/sys/";

/** Runs a boot script line by line, as far as it may change what the machine does with packets. */
export class BootScript {
  readonly nft = new NftTables();
  readonly ip = new IpCommands();
  readonly sysctl: SysctlSettings;
  private readonly devices: NameOfInterface;
  private readonly variables = new Map<string, Value>([["0", { text: OWN_SCRIPT }]]);
  private readonly files = new Map<string, WrittenFile>();
  /** Files in places where something may happen to them, until the script uses them. */
  private readonly pending = new Map<string, Line>();
  private isErrexit = false;
  private depth = 0;

  constructor(private readonly interfaces: readonly RouterInterface[]) {
    this.devices = namesOf(interfaces);
    this.sysctl = new SysctlSettings(this.devices);
  }

  run(script: string): void {
    this.isErrexit = /^#![^\n]* -[a-z]*e/.test(script);
    let list: Command[] = [];
    for (const command of commandsOf(script)) {
      list.push(command);
      if (command.joint !== ";" && command.joint !== "&") continue;
      if (this.list(list) === "exit") break;
      list = [];
    }
    const [left] = this.pending.values();
    if (left) giveUp("file", left);
  }

  /** Commands that are joined by `&&`, `||` and `|`. */
  private list(list: readonly Command[]): "exit" | undefined {
    const known = list.map((one) => this.withoutKeywords(one));
    if (["until", "while"].includes(plainText(list[0]?.words[0]) ?? "")) known.forEach((one) => this.awaited(one));
    if (known.every((one) => this.isQuiet(one))) {
      for (const one of known) this.quiet(one);
      return undefined;
    }
    const [first] = known;
    if (known.length === 1 && this.wordsOf(first!)[0] === "exit" && this.depth === 0) return "exit";
    const changing = known.find((one) => !this.isQuiet(one))!;
    if (this.depth > 0) giveUp("condition", changing.line);
    if (list.some(({ joint }) => joint === "|")) this.pipe(known, changing);
    else if (list.at(-1)!.joint === "&") giveUp("command", changing.line);
    else this.inOrder(known);
    return undefined;
  }

  /** A loop that waits for an address which no interface has never ends, and nothing after it is done. */
  private awaited(command: Command): void {
    const words = this.wordsOf(command);
    const at = words.indexOf("to");
    if (at >= 0 && words.includes("ip") && "why" in this.havingAddress(words[at + 1] ?? ""))
      giveUp("condition", command.line);
  }

  /** One after the other; what hangs on a test, or on a failure, must change nothing. */
  private inOrder(list: readonly Command[]): void {
    let isOpen = false;
    list.forEach((one, place) => {
      const before = list[place - 1]?.joint;
      const words = this.wordsOf(one);
      if (before === "||") {
        // What works is not followed by its alternative.
        if (isOpen && !this.isQuiet(one)) giveUp("condition", one.line);
        return;
      }
      if (this.isQuiet(one)) this.quiet(one);
      else if (isOpen) giveUp("condition", one.line);
      else this.change(one, words, one.joint === "||");
      isOpen ||= isTest(words);
    });
  }

  /** `cat <<EOF | nft -f -` is the only pipe that changes something and can be read. */
  private pipe(list: readonly Command[], changing: Command): void {
    const [from, to, more] = list;
    const body = from?.redirections.find(({ sign }) => sign === "<<")?.body;
    const words = from && this.wordsOf(from);
    if (more || to !== changing || !body || words?.join(" ") !== "cat") giveUp("command", changing.line);
    this.runNft(this.wordsOf(to).slice(1), to, body);
  }

  private withoutKeywords(command: Command): Command {
    let { words } = command;
    for (;;) {
      const name = plainText(words[0]);
      if (name !== undefined && OPENING.includes(name)) this.depth++;
      else if (name !== undefined && CLOSING.includes(name)) this.depth--;
      else if (name === undefined || !BETWEEN.includes(name)) break;
      if (name === "case" || name === "select") giveUp("command", command.line);
      // The words of a loop are no command.
      words = name === "for" ? [] : words.slice(1);
    }
    return { ...command, words };
  }

  private wordsOf({ words }: Command): KnownWord[] {
    const all = words.map((word) => {
      const value = this.expanded(word);
      return "text" in value ? value.text : undefined;
    });
    // Settings of a command's own environment.
    while (all.length > 1 && ASSIGNMENT.test(plainText(words[words.length - all.length]) ?? "")) all.shift();
    return all;
  }

  private expanded(word: Word): Value {
    let text = "";
    for (const piece of word) {
      if (piece.kind === "text") {
        text += piece.text;
        continue;
      }
      const value =
        piece.kind === "variable"
          ? (this.variables.get(piece.name) ?? { why: "variable" as const })
          : this.printed(piece.command);
      if ("why" in value) return value;
      text += value.text;
    }
    return { text };
  }

  /** What a command prints: the interface that has an address, or that of the default route. */
  private printed(command: string): Value {
    const [asked, filter, more] = command.split("|").map((one) => one.trim().replace(/\s+/g, " "));
    if (more !== undefined || asked === undefined) return { why: "variable" };
    const words = asked.split(" ").filter((one) => !["-4", "-o", "-oneline", "--oneline"].includes(one));
    const isShort = /^awk '\{ ?print \$2(?:; ?exit)? ?\}'$/.test(filter ?? "");
    if (isShort && /^ip (?:a|addr|address) (?:show|list|ls) to [0-9./]+$/.test(words.join(" ")))
      return this.havingAddress(words.at(-1)!.replace(/\/32$/, ""));
    const isFifth = /^awk '\{ ?print \$5(?:; ?exit)? ?\}'$/.test(filter ?? "");
    const isRoute = /^ip (?:r|ro|route) (?:show|list|ls) (?:to )?default$/.test(words.join(" "));
    return isFifth && isRoute ? { text: nameOfDevice(0) } : { why: "variable" };
  }

  private havingAddress(text: string): Value {
    const variables = /\$\{?([A-Za-z0-9_]+)\}?/.exec(text);
    const address = variables ? undefined : parseAddress(text);
    if (address === undefined) return { why: "interface" };
    const asked = setOfAddresses([address]);
    const found = this.interfaces.filter(
      ({ addresses, isPicked }) => !isPicked && !isEmptySet(intersect(addresses, asked)),
    );
    return found.length === 1 ? { text: nameOfDevice(found[0]!.device) } : { why: "interface" };
  }

  /** Whether a command changes nothing of the network by itself or by what it writes. */
  private isQuiet(command: Command): boolean {
    const words = this.wordsOf(command);
    const isNamed = command.words.length === 0 || isAssignment(command.words) || isHarmless(words);
    return (
      isNamed &&
      command.redirections.every(({ sign, target }) => !sign.startsWith(">") || isHarmlessPath(this.pathOf(target)))
    );
  }

  private pathOf(target: Word): KnownWord {
    const value = this.expanded(target);
    return "text" in value ? value.text : undefined;
  }

  /** What harmless commands do to the rest of the script. */
  private quiet(command: Command): void {
    const { words } = command;
    if (isAssignment(words)) for (const word of words) this.assign(word);
    const [name, ...options] = this.wordsOf(command);
    if ((name === "export" || name === "local" || name === "readonly") && options.length > 0)
      for (const word of words.slice(1)) this.assign(word);
    if (name === "ip") this.ip.size(options, this.devices);
    if (name !== "set" || this.depth > 0) return;
    for (const [place, one] of options.entries()) {
      if (one === undefined) continue;
      if (/^-[a-z]*e/.test(one) || (one === "errexit" && options[place - 1] === "-o")) this.isErrexit = true;
      if (/^\+[a-z]*e/.test(one)) this.isErrexit = false;
    }
  }

  private assign(word: Word): void {
    const [first, ...others] = word;
    const name = first?.kind === "text" ? ASSIGNMENT.exec(first.text)?.[1] : undefined;
    if (first?.kind !== "text" || name === undefined) return;
    const value = this.expanded([{ kind: "text", text: first.text.slice(name.length + 1) }, ...others]);
    const isOne = "text" in value && !/\s/.test(value.text);
    this.variables.set(
      name,
      this.depth > 0 ? { why: "condition" } : isOne ? value : "why" in value ? value : { why: "variable" },
    );
  }

  /** A command that changes the network, or may. */
  private change(command: Command, words: readonly KnownWord[], mayFail: boolean): void {
    const { line } = command;
    const [name, ...args] = words;
    if (this.writes(command, name, args)) return;
    if (name === undefined) giveUp("command", line);
    if (command.redirections.some(({ sign, target }) => sign.startsWith(">") && !isHarmlessPath(this.pathOf(target))))
      giveUp("command", line);
    if (name === "nft") return this.runNft(args, command);
    const known = this.allKnown(command, args);
    if (name === "ip") {
      const fails = (): void => {
        if (!mayFail && this.isErrexit) giveUp("fails", line);
      };
      return this.ip.run(known, { line, interfaces: this.interfaces, devices: this.devices, fails });
    }
    if (name === "sysctl") return this.runSysctl(known, line);
    giveUp("command", line);
  }

  /** The words after the first one, all of which must be known. */
  private allKnown({ words, line }: Command, args: readonly KnownWord[]): string[] {
    return args.map((one, place) => {
      if (one !== undefined) return one;
      const value = this.expanded(words[words.length - args.length + place]!);
      return giveUp("why" in value ? value.why : "variable", line);
    });
  }

  /** Text that goes into a file, or straight into a setting below /proc/sys. */
  private writes({ redirections, line }: Command, name: KnownWord, args: readonly KnownWord[]): boolean {
    const into = redirections.find(({ sign }) => sign === ">" || sign === ">>");
    const path = name === "tee" ? args.at(-1) : into && this.pathOf(into.target);
    if (path === undefined || !["cat", "echo", "printf", "tee"].includes(name ?? "")) return false;
    const body = redirections.find(({ sign }) => sign === "<<")?.body;
    const said =
      name === "echo" && args.every((one) => one !== undefined && !one.startsWith("-"))
        ? `${args.join(" ")}\n`
        : undefined;
    const content = body
      ? this.bodyOf(body, line)
      : said === undefined
        ? undefined
        : { text: said, firstLine: line.number };
    if (path.startsWith(PROC)) {
      if (!content || into?.sign === ">>") giveUp("command", line);
      this.sysctl.set(path.slice(PROC.length), content.text, line);
      return true;
    }
    const before = into?.sign === ">>" || args.includes("-a") ? this.files.get(path) : undefined;
    if (!content || before || into?.sign === ">>") giveUp("file", line);
    this.files.set(path, { ...content, line });
    this.pending.set(path, line);
    return true;
  }

  private bodyOf({ pieces, firstLine }: HereDocument, line: Line): NftText {
    const value = this.expanded(pieces);
    return "text" in value ? { text: value.text, firstLine } : giveUp(value.why, line);
  }

  private fileNamed(path: string, line: Line): WrittenFile {
    this.pending.delete(path);
    return this.files.get(path) ?? giveUp("file", line);
  }

  private runNft(args: readonly KnownWord[], command: Command, piped?: HereDocument): void {
    const { line } = command;
    const defined = new Map<string, string>();
    const words = this.allKnown(command, args);
    let file: string | undefined;
    const rest: string[] = [];
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!;
      if (word === "-f" || word === "--file") file = words[++i];
      else if (word === "-D" || word === "--define") define(words[++i] ?? "", defined, line);
      else if (word.startsWith("-D") && word.length > 2) define(word.slice(2), defined, line);
      else rest.push(word);
    }
    if (file === undefined) return this.nft.run({ text: rest.join(" "), firstLine: line.number }, defined);
    if (rest.length > 0) giveUp("command", line);
    const isInput = file === "-" || file === "/dev/stdin";
    const body = piped ?? command.redirections.find(({ sign }) => sign === "<<")?.body;
    if (isInput && !body) giveUp("command", line);
    this.nft.run(isInput && body ? this.bodyOf(body, line) : this.fileNamed(file, line), defined);
  }

  private runSysctl(args: readonly string[], line: Line): void {
    if (args.includes("--system")) {
      for (const path of [...this.pending.keys()])
        if (path === "/etc/sysctl.conf" || (path.startsWith("/etc/sysctl.d/") && path.endsWith(".conf")))
          this.load(path, line);
      return;
    }
    const words = args.filter((one) => !one.startsWith("-"));
    if (args.some((one) => /^-[a-z]*p$/.test(one))) {
      for (const path of words.length > 0 ? words : ["/etc/sysctl.conf"]) this.load(path, line);
      return;
    }
    for (const word of words) {
      const equals = word.indexOf("=");
      if (equals < 0) giveUp("command", line);
      this.sysctl.set(word.slice(0, equals), word.slice(equals + 1), line);
    }
  }

  private load(path: string, line: Line): void {
    const { text, firstLine } = this.fileNamed(path, line);
    for (const { name, value, line: own } of settingsIn(text, firstLine)) this.sysctl.set(name, value, own);
  }
}

function define(text: string, defined: Map<string, string>, line: Line): void {
  const equals = text.indexOf("=");
  if (equals <= 0) giveUp("command", line);
  defined.set(text.slice(0, equals), text.slice(equals + 1));
}

function plainText(word: Word | undefined): string | undefined {
  const [first] = word ?? [];
  return first?.kind === "text" ? first.text : undefined;
}

function isAssignment(words: readonly Word[]): boolean {
  return words.length > 0 && words.every((word) => ASSIGNMENT.test(plainText(word) ?? ""));
}
