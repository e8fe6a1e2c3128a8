/** Where the lab keeps its files: a file system in memory that only the lab sees. */
export const FOLDER = "/run/lab";
