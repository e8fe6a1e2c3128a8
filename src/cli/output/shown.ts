import { type Secrets } from "../../terraform";

/** What a command is about to print of an input: data, or lines, without what may not be shown. */
export function withoutSecrets<T>(secrets: Secrets, data: T): T {
  return secrets.data(data);
}
