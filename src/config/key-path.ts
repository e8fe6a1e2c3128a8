/** Where a value stands: the keys that lead to it. */
export type KeyPath = readonly (string | number)[];
