import { createHash } from "node:crypto";
import { object, text } from "../account/json-parts";
import { type JsonObject } from "../terraform";

/**
 * Of an instance's user data [EC2 API: DescribeInstanceAttribute, in base64] a capture keeps the SHA-256 of their bytes:
 * enough to know a script again, too little to read one. Of an instance that has none, nothing.
 */
export function hashedUserData(answer: JsonObject): JsonObject {
  const [id, value] = [text(answer, "InstanceId"), text(object(answer, "UserData"), "Value")];
  const bytes = value === undefined ? undefined : Buffer.from(value, "base64");
  return {
    ...(id !== undefined && { InstanceId: id }),
    ...(bytes && { UserDataSha256: createHash("sha256").update(bytes).digest("hex") }),
  };
}
