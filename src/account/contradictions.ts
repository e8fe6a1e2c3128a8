import { InputFault, type JsonObject } from "../terraform";
import { type Answer } from "./answers";
import { type CallName, shapeOf } from "./calls";
import { text } from "./json-parts";

/** What of a thing stays as it is as long as it is there. */
const LASTING = ["OwnerId", "VpcId", "SubnetId", "CidrBlock", "PrivateIpAddress", "TransitGatewayId", "ResourceId"];

interface Seen {
  readonly json: JsonObject;
  readonly file: string;
}

function differing(one: JsonObject, other: JsonObject): string | undefined {
  return LASTING.find((key) => {
    const [left, right] = [text(one, key), text(other, key)];
    return left !== undefined && right !== undefined && left !== right;
  });
}

/**
 * Refuses two answers about one thing that can't both be of one time. What accounts share, both are told of, each in its own
 * way.
 * @throws InputFault that names the thing and the two files
 */
export function refuseContradictions(answers: readonly Answer[]): void {
  const seen = new Map<CallName, Map<string, Seen>>();
  for (const { call, items, file } of answers) {
    const shape = shapeOf(call);
    const [key] = shape.item;
    if (shape.of || key === undefined) continue;
    const known = seen.get(call) ?? new Map<string, Seen>();
    seen.set(call, known);
    for (const json of items) {
      const id = text(json, key);
      const before = id === undefined ? undefined : known.get(id);
      if (id === undefined) continue;
      if (!before) known.set(id, { json, file });
      else {
        const part = differing(before.json, json);
        if (part !== undefined)
          throw new InputFault(
            "defined-twice",
            `says another ${part} of ${JSON.stringify(id)} than ${before.file}; give answers of one time`,
            file,
          );
      }
    }
  }
}
