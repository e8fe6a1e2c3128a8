import { join } from "node:path";
import { matrixOf, Walker } from "../../src/reachability";
import { readTerraform } from "../../src/terraform";
import { buildTopology } from "../../src/topology";

/**
 * Networks in the shapes that people write, each with who can open what to whom, reasoned out by hand.
 * What is listed is allowed (or unknown); everything else between hosts, load balancers and the internet is denied.
 */
interface Golden {
  readonly file: string;
  readonly allowed: readonly string[];
  readonly unknown?: readonly string[];
}

const GOLDEN: readonly Golden[] = [
  {
    // web has a public address and admits 80 from everywhere. app and data have no public address, so nothing comes in;
    // app gets out through the NAT gateway, data's table has no way out. The groups name each other:
    // app admits web's, data admits app's, so web -> data and data -> app stop there.
    file: "public-web-with-nat.tf.json",
    allowed: [
      "web -> app 8080",
      "web -> internet 443",
      "app -> web 80",
      "app -> data 5432",
      "app -> internet 443",
      "data -> web 80",
      "internet -> web 80",
    ],
  },
  {
    // a-b and b-c are peered. a's and c's tables send each other's range into the peering with b, but a peering
    // hands nothing on to a third VPC.
    file: "peering-is-not-transitive.tf.json",
    allowed: ["a -> b 443", "b -> a 443", "b -> c 443", "c -> b 443"],
  },
  {
    // Default association and propagation: every VPC knows every other. blue's own table goes to red only,
    // so green's request reaches blue, but blue's answer has no route.
    file: "hub-and-spoke-default-tables.tf.json",
    allowed: ["red -> green 443", "red -> blue 443", "green -> red 443", "blue -> red 443"],
  },
  {
    // Everyone knows shared and shared knows everyone. dev has prod's routes, but prod's table has a static blackhole
    // for dev, which beats propagation: dev's request arrives and the answer is lost.
    file: "several-transit-gateway-tables.tf.json",
    allowed: ["prod -> shared 443", "dev -> shared 443", "shared -> prod 443", "shared -> dev 443"],
  },
  {
    // The attachment's subnet sends everything to the NAT gateway, which takes traffic from a transit gateway.
    // The public table has a way back to spoke one only. 10/8 is a blackhole for spokes, so they don't see each other.
    file: "centralized-egress.tf.json",
    allowed: ["one -> internet 443"],
  },
  {
    // Spokes meet in the appliance, whose source/destination check is off. What it lets through is its own affair: unknown.
    // To and from the appliance itself everything is known.
    file: "inspection-vpc.tf.json",
    allowed: ["left -> appliance any", "right -> appliance any", "appliance -> left 443", "appliance -> right 443"],
    unknown: ["left -> right 443", "right -> left 443"],
  },
  {
    // All groups admit SSH. tight admits SSH from open's range only, and lets SSH out to short only; answers pass on high
    // ports both ways. short admits port 22 and nothing else, so it can't hear answers. Its outbound rule 50 loses a part
    // of the answers to open (ports 40000-40100), so that pair doesn't hold for every connection.
    // Within tight's subnet no ACL is asked.
    file: "stateless-network-acls.tf.json",
    allowed: [
      "open -> tight 22",
      "open -> tight-neighbour 22",
      "tight -> short 22",
      "tight -> tight-neighbour 22",
      "tight-neighbour -> tight 22",
      "tight-neighbour -> short 22",
    ],
  },
  {
    // west is attached in zone a only. What comes from the gateway reaches any zone, but west-b can't send into it:
    // east's requests arrive there and the answers don't leave.
    file: "attachment-without-a-zone.tf.json",
    allowed: [
      "east-a -> east-b 443",
      "east-a -> west-a 443",
      "east-b -> east-a 443",
      "east-b -> west-a 443",
      "west-a -> east-a 443",
      "west-a -> east-b 443",
      "west-a -> west-b 443",
      "west-b -> west-a 443",
    ],
  },
  {
    // first and second are in the default group, which admits itself. split's group admits the default group on 443 and
    // is in no rule of it. plain uses the main table, which is the default one with the internet gateway.
    file: "default-resources.tf.json",
    allowed: [
      "first -> second any",
      "first -> split 443",
      "first -> internet 443",
      "second -> first any",
      "second -> split 443",
    ],
  },
  {
    // The public load balancer's group is the only one that app admits. The inner one has a target in zone a only and no
    // cross-zone balancing, so its node in zone b has none and is not resolved to. It preserves the client's address:
    // a target can't reach itself through it.
    file: "load-balancers.tf.json",
    allowed: [
      "app-a -> tcp-a 9000",
      "app-a -> caller 9000",
      "app-a -> front 443",
      "app-a -> inner 443",
      "app-b -> tcp-a 9000",
      "app-b -> caller 9000",
      "app-b -> front 443",
      "app-b -> inner 443",
      "tcp-a -> caller 9000",
      "tcp-a -> front 443",
      "caller -> tcp-a 9000",
      "caller -> front 443",
      "caller -> inner 443",
      "internet -> front 443",
    ],
  },
  {
    // Three copies of one module, two of them by for_each with keys that hold a slash and a dot. The plan has lost which
    // subnet each association is of; as there are as many associations as subnets and one table, each subnet has it.
    // lonely has no route to the hub: it hears the others, but can't answer.
    file: "modules-with-for-each.plan.json",
    allowed: [
      'module.spoke["team/red"].this -> module.spoke["team.blue"].this 443',
      'module.spoke["team.blue"].this -> module.spoke["team/red"].this 443',
    ],
  },
  {
    // Subnets by for_each over a product of lists, associations by count and by for_each, groups with dynamic blocks and
    // both generations of rules. web[1] has no public address, so it hears nothing from outside and gets nothing out.
    // app admits itself and, on two ports, web's group; db admits app's and lets nothing out on its own account.
    file: "three-tiers-by-for-each.tf.json",
    allowed: [
      ...["a", "b"].flatMap((one) => [
        ...["8080", "8443", "any"].map((port) => `app["${one}"] -> app["${one === "a" ? "b" : "a"}"] ${port}`),
        ...["web[0] 80", "web[0] 443", "web[1] 80", "web[1] 443", "db 5432", "internet 443"].map(
          (to) => `app["${one}"] -> ${to}`,
        ),
        ...["0", "1"].flatMap((web) => ["8080", "8443"].map((port) => `web[${web}] -> app["${one}"] ${port}`)),
      ]),
      ...["80", "443"].flatMap((port) => [
        `web[0] -> web[1] ${port}`,
        `web[1] -> web[0] ${port}`,
        `internet -> web[0] ${port}`,
      ]),
      "web[0] -> internet 443",
    ],
  },
  {
    // a and b know each other's first subnet only: a2 has no route to b. b has a route to c, and c has none back but one
    // to a, which no peering with b carries on. u is in another region: its accepter accepts, it admits a's addresses on
    // 80, and its rule for a's group on 443 counts nothing across regions.
    file: "peering-of-two-regions.tf.json",
    allowed: [
      "a -> a2 any",
      "a2 -> a any",
      "a -> b 443",
      "b -> a any",
      "a -> u 80",
      "a2 -> u 80",
      "u -> a any",
      "u -> a2 any",
    ],
  },
  {
    // One list of spokes stands in every table, so each VPC's own range is in it too: there its local route wins. c's range
    // is in another list, made of an entry resource, to which a's table and the gateway's refer; only a reaches c, and c
    // knows the way back by propagation. b admits the spokes on 443 only and lets nothing out but to c. SSH to a is for the
    // offices' addresses, which the internet as a whole is not.
    file: "prefix-lists.tf.json",
    allowed: ["a -> b 443", "a -> c any", "a -> internet 443"],
  },
  {
    // c and s have the same range. host gets out through a private NAT gateway with two addresses, of which both's group
    // admits each and one's only the first, so every second connection to one fails. The way to 10.64.0.0/16 leads to s:
    // same is reached and answered, host never. inner's table sends everything to the public NAT gateway.
    file: "private-nat-between-equal-vpcs.tf.json",
    allowed: ["host -> both 80", "same -> one 80", "one -> same any", "both -> same any", "inner -> internet 443"],
  },
  {
    // Default tables. c's attachment is associated with none, d's propagates to none. A blackhole takes the lower half of
    // b's subnet: of two neighbours only the upper one is reached. a is attached in zone a only. e sends over a second
    // gateway, which knows a and e: a and e meet over one gateway there and the other back; b's requests to e are answered
    // into a gateway that does not know b.
    file: "two-transit-gateways.tf.json",
    allowed: [
      "a -> ab any",
      "ab -> a any",
      "a -> bhigh any",
      "bhigh -> a any",
      "a -> e any",
      "e -> a any",
      "bhigh -> blow any",
      "blow -> bhigh any",
    ],
  },
  {
    // sg has a group, plain none. Listener 1's target admits sg's group, which no node of plain has. Listeners 2 and 7
    // keep the client's address, so their target, which admits ia over TCP, hears client alone, and nobody over UDP; 3 keeps
    // it too, and its target admits the nodes. 4, 5 and 6 don't keep it, so everybody gets there. sg admits ia on 443, and
    // its VPC on 53 over UDP. t_nlb is its only target: it can't reach itself through it.
    file: "network-load-balancer-sources.tf.json",
    allowed: [
      ...["client", "client_b", "t_client", "t_nlb", "t_nodes"].flatMap((from) => [
        ...["4", "5", "6"].map((port) => `${from} -> plain ${port}`),
        ...["client", "client_b"].filter((to) => to !== from).map((to) => `${from} -> ${to} any`),
      ]),
      ...["client", "client_b", "t_client", "t_nodes"].map((from) => `${from} -> sg 53`),
      "client -> sg 443",
      "client -> plain 2",
      "client -> plain 7",
      "client -> t_client 8443",
    ],
  },
];

function shortName(address: string): string {
  return address.replace(/aws_(instance|lb)\./, "");
}

test.each(GOLDEN.map((golden): [string, Golden] => [golden.file, golden]))("%s", (file, golden) => {
  const kind = file.endsWith(".plan.json") ? "plan" : "synth";
  const topology = buildTopology(readTerraform(join(__dirname, "networks", file), kind));
  const entries = matrixOf(new Walker(topology)).entries.filter(
    ({ from, to }) => ![from, to].some((end) => end.includes("aws_subnet.")),
  );
  const listed = (verdict: string): string[] =>
    entries
      .filter((entry) => entry.verdict === verdict)
      .map((entry) => `${shortName(entry.from)} -> ${shortName(entry.to)} ${entry.ports}`);
  expect(listed("ALLOWED").sort()).toEqual([...golden.allowed].sort());
  expect(listed("UNKNOWN").sort()).toEqual([...(golden.unknown ?? [])].sort());
  expect(entries.length).toBeGreaterThan(golden.allowed.length);
});
