const BRIDGE_NAME = /^[a-z](-?[a-z0-9])*$/;
/** Characters of a bridge's name at most. */
export const LONGEST_NAME = 24;

/** Whether a bridge's file may have this name, its ending aside. */
export function isBridgeName(text: string): boolean {
  return text.length <= LONGEST_NAME && BRIDGE_NAME.test(text);
}
