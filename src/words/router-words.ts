import { type Line, type UnreadKind } from "../linux-router";

/** Longer lines are cut: a script may have any. */
const LONGEST = 100;

/** `line 12, "policy drop"`. */
export function lineText({ number, text }: Line): string {
  return `line ${number}, "${text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text}"`;
}

/** Why it is not known what an instance makes of packets. */
const UNREAD: Readonly<Record<UnreadKind, string>> = {
  "not-running": "it does not run",
  "user-data-not-known": "its user data are not known",
  "user-data-hashed": "only a hash of its user data is in the input",
  "user-data-other":
    "of its user data only a hash is in the input, which is of no boot script of a bridge that is named",
  "no-user-data": "its user data are not in the input; capture with --user-data-hash",
  "user-data-form": "its user data are not one script of a shell",
  "too-long": "its user data are too long",
  "forwarding-not-set": "its boot script does not set net.ipv4.ip_forward, so its image decides whether it forwards",
  command: "it may change the network, and this program can't read it",
  condition: "what it does to the network hangs on something that is not known",
  variable: "what a variable in it stands for is not known",
  interface: "which network interface it means is not known",
  file: "what becomes of this file is not known",
  fails: "it fails, and what the script has done until then is not judged",
  ruleset: "nft(8) does not know it, or this program does not",
  undecided: "what it makes of the packet is not known",
  "no-connection": "it is an answer to what the instance has not seen, and not every rule drops such packets",
  "reverse-path": "rp_filter is not off, and what the main routing table says of the packet's source is not known",
  "next-host": "the route leads to another machine, or to an address that nobody has there",
  "main-table": "the main routing table decides, and it is not in the input",
};

export function unreadText(why: UnreadKind, line: Line | undefined): string {
  return line
    ? `${lineText(line)}: ${UNREAD[why]}`
    : `what the instance does with the packet is not known: ${UNREAD[why]}`;
}
