/** See pack.js. @returns what was kept in the file, unless somebody else could have written it */
export function readKept(file: string): Buffer | undefined;
/** See pack.js. Throws when it can't be kept. */
export function writeKept(file: string, content: Uint8Array): void;
