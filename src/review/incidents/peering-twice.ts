import { keyOf } from "./named";
import { uniqueRule } from "./unique";

/** VpcPeeringConnectionAlreadyExists: one connection between two VPCs, whoever asked for it (EC2 API, error codes). */
export const peeringTwice = uniqueRule({
  name: "peering-twice",
  types: ["aws_vpc_peering_connection"],
  keys: ({ values }, reader) => {
    const ends = [reader.name(values.vpc_id), reader.name(values.peer_vpc_id)];
    return [ends.includes(undefined) ? undefined : keyOf(...ends.sort())];
  },
  second: "peering connection between two VPCs",
  advice: "keep one of them",
  replacing: "leave `create_before_destroy` away from the peering connection",
});
