/** More instances than this of a small file are worked on where a full memory can be told. */
const MANY_INSTANCES = 2000;

let may = false;

/** Asks for the command to be run again in a process of its own; nothing was printed yet. */
export class WorkApart extends Error {}

/** Says whether {@link moveWhenLarge} may ask for that; only who catches it may let it. */
export function mayMove(is: boolean): void {
  may = is;
}

/** @throws WorkApart when so many instances were asked for and the work may be moved */
export function moveWhenLarge(instances: number): void {
  if (may && instances > MANY_INSTANCES) throw new WorkApart("the work is moved to a process of its own");
}
