import { type Verdict } from "../../../src/reachability";
import { type Resources } from "../../review/plans/base-network";
import { type Question } from "../support/judged";

/** What a plan does to a child. `move` gives it another address, `forget` takes it out of the state only. */
const ACTIONS = ["create", "destroy", "replace", "change", "move", "forget"] as const;
export type Action = (typeof ACTIONS)[number];

export type Body = Record<string, unknown>;

/** The names of one cell: equal names of different cells and rows never meet. */
export class Place {
  constructor(
    readonly row: string,
    readonly action: Action,
    /** Third number of the addresses that are this cell's own: 10.x.`n`.0. */
    readonly n: number,
  ) {}

  /** A name of the cell's own. */
  own(local = "it"): string {
    return `${this.row}__${this.action}-${local}`;
  }

  /** A name that all cells of the row share. */
  shared(local: string): string {
    return sharedName(this.row, local);
  }
}

export function sharedName(row: string, local: string): string {
  return `${row}__${local}`;
}

/** The row that a resource belongs to, by its address. */
export function rowOf(address: string): string {
  return address
    .replace(/^data\./, "")
    .split(".")[1]!
    .split("__")[0]!;
}

export const of = (type: string, name: string): string => `${type}.${name}`;
export const idOf = (type: string, name: string): string => `\${${type}.${name}.id}`;
export const attributeOf = (type: string, name: string, attribute: string): string =>
  `\${${type}.${name}.${attribute}}`;

/** Verdicts on the cell's question, by what is there of the child. Written by hand from what AWS does. */
interface Expected {
  readonly with: Verdict;
  readonly without: Verdict;
  /** @default - `without`: the replaced or changed child no longer serves the question */
  readonly replaced?: Verdict;
  readonly changed?: Verdict;
}

/** One child type under one parent type, on a network that its cells share, one cell an action. */
export interface Row {
  readonly name: string;
  readonly parent: string;
  /** A second parent that repeats the same child, in the same cells. */
  readonly alsoParent?: string;
  readonly child: string;
  /** The child adopts what AWS has made: destroying it leaves everything as it is, and out of the state. */
  readonly adopts?: boolean;
  /** Why an action or a verdict is not what a reader expects, or what the emulator lacks. */
  readonly note?: string;
  readonly actions?: readonly Action[];
  /** What is forgotten is nowhere in a state, not even in the parent: only the plan can tell that it is still there. */
  readonly isLostWhenForgotten?: boolean;
  shared(row: string, places: readonly Place[]): Resources;
  own(place: Place): Resources;
  body(place: Place): Body;
  /** The child after an action that replaces it, or changes it where it stands; without it there is no such cell. */
  replaced?(place: Place): Body;
  changed?(place: Place): Body;
  ask(place: Place): Question;
  readonly expected: Expected;
}

export interface Cell {
  readonly row: Row;
  readonly place: Place;
  readonly question: Question;
  readonly was: Verdict;
  readonly will: Verdict;
}

function hasAction(row: Row, action: Action): boolean {
  if (action === "replace" && row.replaced === undefined) return false;
  if (action === "change" && row.changed === undefined) return false;
  return (row.actions ?? ACTIONS).includes(action);
}

function placesOf(row: Row): Place[] {
  return ACTIONS.filter((action) => hasAction(row, action)).map((action, i) => new Place(row.name, action, i + 10));
}

export function cellsOf(row: Row): Cell[] {
  const { with: there, without, replaced = without, changed = without } = row.expected;
  const verdicts: Readonly<Record<Action, readonly [Verdict, Verdict]>> = {
    create: [without, there],
    destroy: [there, row.adopts ? there : without],
    replace: [there, replaced],
    change: [there, changed],
    move: [there, there],
    forget: [there, there],
  };
  return placesOf(row).map((place) => {
    const [was, will] = verdicts[place.action];
    return { row, place, question: row.ask(place), was, will };
  });
}

interface Configuration {
  readonly resource: Resources;
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
  readonly removed?: readonly { readonly from: string; readonly lifecycle: { readonly destroy: false } }[];
}

function merge(into: Resources, from: Resources): void {
  for (const [type, named] of Object.entries(from)) into[type] = { ...into[type], ...named };
}

/** The child of a cell, by name: none where it is created later or gone. */
function childOf(row: Row, place: Place, time: "before" | "after"): Resources {
  const named = (name: string, body: Body): Resources => ({ [row.child]: { [name]: body } });
  if (time === "before") return place.action === "create" ? {} : named(place.own("child"), row.body(place));
  switch (place.action) {
    case "create":
      return named(place.own("child"), row.body(place));
    case "move":
      return named(place.own("moved"), row.body(place));
    case "replace":
      return named(place.own("child"), row.replaced!(place));
    case "change":
      return named(place.own("child"), row.changed!(place));
    case "destroy":
    case "forget":
      return {};
  }
}

/** All rows as one configuration, as it is first and as it becomes: every cell's action in one plan. */
export function configurationOf(rows: readonly Row[], time: "before" | "after"): Configuration {
  const resource: Resources = {};
  const moved: { from: string; to: string }[] = [];
  const removed: { from: string; lifecycle: { destroy: false } }[] = [];
  for (const row of rows) {
    const places = placesOf(row);
    merge(resource, row.shared(row.name, places));
    for (const place of places) {
      merge(resource, row.own(place));
      merge(resource, childOf(row, place, time));
      const from = of(row.child, place.own("child"));
      if (place.action === "move") moved.push({ from, to: of(row.child, place.own("moved")) });
      if (place.action === "forget") removed.push({ from, lifecycle: { destroy: false } });
    }
  }
  return time === "before" ? { resource } : { resource, moved, removed };
}
