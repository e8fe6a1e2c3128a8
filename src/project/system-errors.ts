import { OutputFault } from "../stacks/output-fault";
import { UserError } from "./user-error";

/** What the system refuses, in a person's words. Source: errno(3). */
const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the disk",
  EDQUOT: "no space is left in the user's quota",
  EFBIG: "the file would be too large",
  EIO: "the disk can't be read or written",
  ENOENT: "there is no such file or folder",
  ENOTDIR: "a file stands where a folder is needed",
  EEXIST: "a file stands where a folder is needed",
  EISDIR: "a folder stands where a file is needed",
  ENOTEMPTY: "a folder stands where a file is needed",
  ELOOP: "links lead in a circle",
  ENXIO: "nobody is at the other end",
  EBUSY: "it is in use",
  ETXTBSY: "it is in use",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  EPIPE: "whoever read it has closed it",
  EBADF: "it is closed",
};

/** @returns what to tell of an error that is the system's word, such as a full disk; undefined for a bug of ours */
export function systemFault(error: unknown): UserError | undefined {
  if (error instanceof OutputFault) return new UserError({ rule: "output", input: error.path }, error.message);
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (syscall === undefined || code === undefined) return undefined;
  const words = SYSTEM_ERRORS[code] ?? code;
  const input = path ?? "a file";
  return new UserError({ rule: code, input }, `${input}: ${words}; mend that and run it again`);
}
