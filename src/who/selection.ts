import { parseAddress } from "../ip";
import { type AccessEntry } from "./access-entry";
import { LogFault } from "./log-fault";

/** Which requests are asked for; what is given must all be true of one. */
export interface Selection {
  readonly id?: string;
  /** Unix seconds, the last one not included. */
  readonly time?: readonly [from: number, to: number];
  /** A whole path, or the beginning of one with a `*` at its end. */
  readonly path?: string;
  /** The client as the load balancer or a server saw it: address and port. */
  readonly connection?: readonly [address: string, port: number];
}

const PARTS = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(\.\d+)?)?Z?)?$/;
const LENGTHS = { day: 86_400, minute: 60, second: 1 };

/** A day, minute or second in UTC: what it says of its own precision. */
function oneTime(text: string): readonly [number, number] | undefined {
  const [, day, minutes, seconds, fraction = ""] = PARTS.exec(text) ?? [];
  if (day === undefined) return undefined;
  const from = Date.parse(`${day}T${minutes ?? "00:00"}:${seconds ?? "00"}Z`) / 1000;
  // The 30th of February would be a day in March.
  if (Number.isNaN(from) || !new Date(from * 1000).toISOString().startsWith(day)) return undefined;
  const length = minutes === undefined ? LENGTHS.day : seconds === undefined ? LENGTHS.minute : LENGTHS.second;
  if (fraction === "") return [from, from + length];
  const at = from + Number(`0${fraction}`);
  return [at, at + 10 ** (1 - fraction.length)];
}

/**
 * `2026-11-27T10:15`, or `2026-11-27T10:15/2026-11-27T10:30` for all between them, the ends included.
 * @throws LogFault for what is no time
 */
export function timeOf(text: string): readonly [from: number, to: number] {
  const parts = text.split("/").map(oneTime);
  const [first, last = first] = parts;
  if (parts.length <= 2 && first && last && first[0] < last[1]) return [first[0], last[1]];
  const example = "write it in UTC, as 2026-11-27T10:15 or 2026-11-27T10:15:30Z, or two of them with a / between";
  throw new LogFault("time", "--time", `--time "${text}": is no time; ${example}`);
}

/** `100.64.0.10:40123` or `[2001:db8::1]:443`. @throws LogFault */
export function connectionOf(text: string): readonly [address: string, port: number] {
  const [, address = "", port = ""] = /^\[?([^\]]*?)\]?:(\d{1,5})$/.exec(text) ?? [];
  if (parseAddress(address) !== undefined && Number(port) <= 65_535) return [address, Number(port)];
  throw new LogFault(
    "connection",
    "--connection",
    `--connection "${text}": is no address with a port; write it as 100.64.0.10:40123`,
  );
}

/** Whether a request is asked for. */
export function isAsked({ id, time, path, connection }: Selection, entry: AccessEntry): boolean {
  if (id !== undefined && !entry.ids.includes(id)) return false;
  if (time && (entry.to < time[0] || entry.from >= time[1])) return false;
  if (path?.endsWith("*") === true && !entry.path.startsWith(path.slice(0, -1))) return false;
  if (path !== undefined && !path.endsWith("*") && path !== entry.path && path !== withoutQuery(entry.path))
    return false;
  return !connection || (connection[0] === entry.client && connection[1] === entry.clientPort);
}

function withoutQuery(path: string): string {
  const mark = path.indexOf("?");
  return mark < 0 ? path : path.slice(0, mark);
}
