import { type Body, type Draft, type DraftSubnet, type DraftVpc, PORTS, RANGES, ref } from "./draft";

const PEERS = [...RANGES, "10.0.0.0/8", "10.0.0.0/24", "10.0.1.0/24", "100.64.0.0/10", "0.0.0.0/0"];

const groupRef = (group: string): string => ref("aws_security_group", group);

/** What a narrow rule of a security group matches. */
function match({ dice }: Draft): Body {
  const port = dice.pick(PORTS);
  return dice.pick([
    { ip_protocol: "tcp", from_port: port, to_port: port },
    { ip_protocol: "tcp", from_port: 0, to_port: 1000 },
    { ip_protocol: "icmp", from_port: -1, to_port: -1 },
    { ip_protocol: "icmp", from_port: 8, to_port: 0 },
    { ip_protocol: "udp", from_port: 53, to_port: 53 },
    { ip_protocol: "50" },
    { ip_protocol: "-1" },
  ]);
}

function addRules(draft: Draft, vpc: DraftVpc, group: string): void {
  const { dice } = draft;
  for (const direction of ["ingress", "egress"] as const) {
    const isOpen = dice.chance(direction === "egress" ? 0.7 : 0.45);
    const rules = isOpen ? 1 : dice.below(3);
    for (let i = 0; i < rules; i++) {
      const roll = isOpen ? 1 : dice.next();
      const peer: Body =
        roll < 0.3
          ? { referenced_security_group_id: groupRef(dice.pick(vpc.groups)) }
          : roll < 0.4
            ? { prefix_list_id: draft.prefixList([...new Set([dice.pick(PEERS), dice.pick(PEERS)])]) }
            : { cidr_ipv4: isOpen ? "0.0.0.0/0" : dice.pick(PEERS) };
      draft.add(`aws_vpc_security_group_${direction}_rule`, {
        security_group_id: groupRef(group),
        ...(isOpen ? { ip_protocol: "-1" } : match(draft)),
        ...peer,
      });
    }
  }
}

export function addGroups(draft: Draft, vpc: DraftVpc): void {
  const groups = 1 + draft.dice.below(2);
  for (let g = 0; g < groups; g++)
    vpc.groups.push(draft.add("aws_security_group", { vpc_id: ref("aws_vpc", vpc.name), name: `g${g}` }));
  for (const group of vpc.groups) addRules(draft, vpc, group);
}

/** A rule that names a group of another VPC, as AWS allows it where the two are joined for that. */
export function addForeignReference(draft: Draft, own: DraftVpc, other: DraftVpc): void {
  const { dice } = draft;
  draft.add("aws_vpc_security_group_ingress_rule", {
    security_group_id: groupRef(dice.pick(own.groups)),
    ...match(draft),
    referenced_security_group_id: groupRef(dice.pick(other.groups)),
  });
}

/** A network ACL of one subnet. What answers must come from: a narrower range would be a matter of chance. */
export function addAcl(draft: Draft, subnet: DraftSubnet): void {
  const { dice } = draft;
  const rules = (isIngress: boolean): Body[] => {
    const random = Array.from({ length: dice.below(3) }, (_, i): Body => {
      const port = dice.pick(PORTS);
      return {
        rule_no: 50 + i * 10,
        action: dice.pick(["allow", "deny", "deny"]),
        cidr_block: dice.pick([...RANGES, "0.0.0.0/0", "10.0.0.0/24", "10.0.1.0/24", "100.64.0.0/10"]),
        ...dice.pick([
          { protocol: "tcp", from_port: port, to_port: port },
          { protocol: "6", from_port: 0, to_port: 1000 },
          { protocol: "-1", from_port: 0, to_port: 0 },
          { protocol: "icmp", from_port: 0, to_port: 0, icmp_type: 8, icmp_code: -1 },
          { protocol: "icmp", from_port: 0, to_port: 0, icmp_type: -1, icmp_code: -1 },
          { protocol: "udp", from_port: 53, to_port: 53 },
        ]),
      };
    });
    const rest: Body = dice.chance(0.6)
      ? { rule_no: 200, action: "allow", cidr_block: "0.0.0.0/0", protocol: "-1", from_port: 0, to_port: 0 }
      : {
          rule_no: 200,
          action: "allow",
          cidr_block: "0.0.0.0/0",
          protocol: "tcp",
          from_port: isIngress ? 0 : 1024,
          to_port: 65535,
        };
    return [...random, rest];
  };
  draft.add("aws_network_acl", {
    vpc_id: ref("aws_vpc", subnet.vpc.name),
    subnet_ids: [ref("aws_subnet", subnet.name)],
    ingress: rules(true),
    egress: rules(false),
  });
}
