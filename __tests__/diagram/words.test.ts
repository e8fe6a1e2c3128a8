import { drawJson, drawMermaid } from "../../src/diagram";
import { type Picture, placesOf } from "../../src/diagram/picture";
import { svgOf } from "../../src/diagram/svg";
import { Walker } from "../../src/reachability";
import { doubtOf } from "../../src/topology";
import { bridgeDrawing, type Drawing, drawingOf, svgOfDrawing } from "../support/drawing";
import { topologyOf } from "../support/networks";
import { EXISTING_CLIENT, EXISTING_WEB } from "../support/bridges";

type Blocks = Record<string, Record<string, object>>;
const id = (type: string, name: string): string => `\${${type}.${name}.id}`;
const pictureOf = ({ walker, options }: Drawing): Picture => drawJson(walker, options);

/** VPCs a and b that reach each other by a peering, and as many others as make the picture one of whole VPCs. */
function peered(more: (subnet: Readonly<Record<"a" | "b", string>>) => Blocks): Drawing {
  const others = Array.from({ length: 6 }, (_, i) => [`x${i}`, { cidr_block: `10.${20 + i}.0.0/16` }]);
  const vpc = (name: string) => id("aws_vpc", name);
  const sides = ["a", "b"] as const;
  const each = <T>(make: (side: "a" | "b", own: number, other: number) => T): Record<string, T> => ({
    a: make("a", 1, 2),
    b: make("b", 2, 1),
  });
  const bare = (side: string, own: number) => [
    [side, { vpc_id: vpc(side), cidr_block: `10.${own}.1.0/24` }],
    [`${side}_idle`, { vpc_id: vpc(side), cidr_block: `10.${own}.2.0/24` }],
  ];
  const blocks: Blocks = {
    aws_vpc: { ...(Object.fromEntries(others) as object), ...each((_, own) => ({ cidr_block: `10.${own}.0.0/16` })) },
    aws_subnet: Object.fromEntries(sides.flatMap((side, i) => bare(side, i + 1))) as Record<string, object>,
    aws_vpc_peering_connection: { p: { vpc_id: vpc("a"), peer_vpc_id: vpc("b"), auto_accept: true } },
    aws_route_table: each((side) => ({ vpc_id: vpc(side) })),
    aws_route_table_association: each((side) => ({
      subnet_id: id("aws_subnet", side),
      route_table_id: id("aws_route_table", side),
    })),
    aws_route: each((side, _, other) => ({
      route_table_id: id("aws_route_table", side),
      destination_cidr_block: `10.${other}.0.0/16`,
      vpc_peering_connection_id: id("aws_vpc_peering_connection", "p"),
    })),
  };
  return drawingOf({ resource: { ...blocks, ...more({ a: id("aws_subnet", "a"), b: id("aws_subnet", "b") }) } });
}

describe("subnets that hold only gateways are asked like all others", () => {
  test.each<readonly [string, Parameters<typeof peered>[0]]>([
    ["a NAT gateway", ({ a }) => ({ aws_nat_gateway: { n: { subnet_id: a, connectivity_type: "private" } } })],
    ["a load balancer's node", ({ a, b }) => ({ aws_lb: { n: lb(a), m: lb(b) } })],
    [
      "an attachment",
      ({ a }) => ({
        aws_ec2_transit_gateway: { t: {} },
        aws_ec2_transit_gateway_vpc_attachment: {
          t: { vpc_id: id("aws_vpc", "a"), subnet_ids: [a], transit_gateway_id: id("aws_ec2_transit_gateway", "t") },
        },
      }),
    ],
    ["nothing", () => ({})],
  ])("%s", (_, more) => {
    const picture = pictureOf(peered(more));
    expect(picture.isCompact).toBe(true);
    const rows = Object.fromEntries(
      placesOf(picture).map(({ id: place, rows: own }) => [place, own.map((row) => row.text)]),
    );
    expect(rows["aws_vpc.a"]).toContain("reaches 1 VPC, reached by 1");
    expect(rows["aws_vpc.b"]).toContain("reaches 1 VPC, reached by 1");
    expect(rows["aws_vpc.x0"]).toContain("reaches no VPC, reached by none");
    expect(picture.flows.some((text) => text.startsWith("a ↔ b, tcp"))).toBe(true);
    expect(picture.lines.filter(({ kind }) => kind === "flow").map(({ to }) => to)).toEqual(
      expect.arrayContaining(["aws_vpc_peering_connection.p"]),
    );
  });
});

function lb(subnet: string): object {
  return { load_balancer_type: "network", internal: true, subnets: [subnet] };
}

describe("what may be in several places", () => {
  const host = { ami: "ami-1", instance_type: "t3.micro", vpc_security_group_ids: [id("aws_security_group", "g")] };
  const any = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };
  const resource = {
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_internet_gateway: { v: { vpc_id: id("aws_vpc", "v") } },
    aws_subnet: Object.fromEntries(
      ["a", "b", "c"].map((name, i) => [name, { vpc_id: id("aws_vpc", "v"), cidr_block: `10.0.${i}.0/24` }]),
    ),
    aws_security_group: { g: { vpc_id: id("aws_vpc", "v"), ingress: [any], egress: [any] } },
    aws_instance: Object.fromEntries(
      ["a", "b", "c"].map((name) => [name, { ...host, subnet_id: id("aws_subnet", name) }]),
    ),
  };
  const topology = topologyOf({ resource });
  const moved = (mayBe: string) => {
    const gone = topology.instances.find(({ address }) => address === `aws_instance.${mayBe}`)!;
    const maybe = topology.nics
      .filter((nic) => !gone.nics.includes(nic))
      .map((nic) => ({ ...nic, address: gone.address }));
    return {
      ...topology,
      nics: topology.nics.filter((nic) => !gone.nics.includes(nic)),
      instances: [
        ...topology.instances.filter((one) => one !== gone),
        {
          address: gone.address,
          nics: [],
          maybe,
          doubts: { interfaces: [doubtOf(gone, "interfaces", "its subnet is not known")] },
        },
      ],
    };
  };

  test.each(["a", "b", "c"])("host %s is nowhere, and not the internet", (name) => {
    const picture = pictureOf({ walker: new Walker(moved(name)), options: { title: "moved" } });
    expect(picture.flows.filter((text) => text.includes("internet"))).toEqual([]);
    expect(picture.flows.some((text) => text.startsWith("inside v"))).toBe(true);
    const lost = placesOf(picture).find((place) => place.kind === "unknown");
    expect(lost?.rows.map((row) => row.text)).toEqual([`host ${name}`]);
    const ends = picture.lines.filter(({ kind }) => kind === "flow").flatMap(({ from, to }) => [from, to]);
    expect(ends).toContain(lost?.id);
    expect(ends).not.toContain(`aws_subnet.${name}`);
  });
});

describe("attachments", () => {
  const attached = (attachment: object, more: Blocks = {}) => ({
    resource: {
      aws_vpc: { v: { cidr_block: "10.0.0.0/16" }, w: { cidr_block: "10.1.0.0/16" } },
      aws_subnet: {
        v: { vpc_id: id("aws_vpc", "v"), cidr_block: "10.0.1.0/24" },
        w: { vpc_id: id("aws_vpc", "w"), cidr_block: "10.1.1.0/24" },
      },
      aws_ec2_transit_gateway: { t: {} },
      aws_ec2_transit_gateway_vpc_attachment: {
        t: { transit_gateway_id: id("aws_ec2_transit_gateway", "t"), ...attachment },
      },
      ...more,
    },
  });
  const v = id("aws_vpc", "v");

  test.each([
    ["of a VPC that is not known", { vpc_id: "${var.x}", subnet_ids: [id("aws_subnet", "v")] }, "aws_subnet.v"],
    [
      "of subnets some of which are not known",
      { vpc_id: v, subnet_ids: [id("aws_subnet", "v"), "${var.x}"] },
      "aws_subnet.v",
    ],
    ["of both", { vpc_id: "${var.x}", subnet_ids: [id("aws_subnet", "w"), "${var.y}"] }, "aws_subnet.w"],
  ])("%s are drawn as uncertain", (_, attachment, place) => {
    const picture = pictureOf(drawingOf({ variable: { x: {}, y: {} }, ...attached(attachment) }));
    const links = picture.lines.filter(({ kind }) => kind === "link");
    expect(links.map(({ from, labels }) => [from, labels])).toEqual([[place, ["perhaps"]]]);
    const row = placesOf(picture).flatMap((one) => one.rows.filter(({ text }) => text === "attachment t"));
    expect(row.map(({ isUncertain }) => isUncertain)).toEqual([true]);
  });

  test("never stand in another VPC than their own", () => {
    const subnet_ids = [id("aws_subnet", "v"), id("aws_subnet", "w")];
    const picture = pictureOf(drawingOf(attached({ vpc_id: v, subnet_ids })));
    const at = placesOf(picture).filter((place) => place.rows.some(({ text }) => text === "attachment t"));
    expect(at.map((place) => place.id)).toEqual(["aws_subnet.v"]);
  });

  test("a table without one says no more than is known", async () => {
    const table = {
      aws_ec2_transit_gateway_route_table: { r: { transit_gateway_id: id("aws_ec2_transit_gateway", "t") } },
    };
    const svg = await svgOfDrawing(drawingOf(attached({ vpc_id: v, subnet_ids: [id("aws_subnet", "v")] }, table)));
    expect(svg).toContain("route table r, for no attachment that is known");
  });
});

describe("many VPCs of one range", () => {
  const equal = (count: number) =>
    drawingOf({
      resource: {
        aws_vpc: Object.fromEntries(Array.from({ length: count }, (_, i) => [`v${i}`, { cidr_block: "10.0.0.0/16" }])),
        aws_subnet: Object.fromEntries(
          Array.from({ length: count * 4 }, (_, i) => [
            `s${i}`,
            { vpc_id: id("aws_vpc", `v${i % count}`), cidr_block: `10.0.${Math.floor(i / count)}.0/24` },
          ]),
        ),
      },
    });

  test.each([
    [3, 3],
    [4, 6],
  ])("%d of them are %d red lines", (count, lines) => {
    const picture = pictureOf(equal(count));
    expect(picture.lines.filter(({ kind }) => kind === "forbidden")).toHaveLength(lines);
    expect(picture.notes.filter((note) => note.includes("no packet"))).toEqual([]);
  });

  test.each([
    [5, 10],
    [12, 66],
    [20, 190],
  ])("%d of them are a sentence about %d pairs", (count, pairs) => {
    const picture = pictureOf(equal(count));
    expect(picture.lines.filter(({ kind }) => kind === "forbidden")).toEqual([]);
    expect(picture.notes).toContain(
      `proved, but not drawn: no packet passes between some of the subnets of ${pairs} pairs of VPCs`,
    );
  });

  test("those that were not looked at are counted", () => {
    const [note = ""] = pictureOf(equal(60)).notes.filter((one) => one.startsWith("not looked at"));
    expect(note).toMatch(/^not looked at: [1-9]\d* pairs of subnets with the same addresses$/);
  });
});

test("subnets of VPCs that are not known are in one box, however many they are", async () => {
  for (const count of [2, 9, 26]) {
    const subnets = Array.from({ length: count }, (_, i) => [
      `s${i}`,
      { vpc_id: `\${var.vpc${i}}`, cidr_block: `10.9.${i}.0/24` },
    ]);
    const variable = Object.fromEntries(subnets.map((_, i) => [`vpc${i}`, {}]));
    const drawing = drawingOf({ variable, resource: { aws_subnet: Object.fromEntries(subnets) as object } });
    const picture = pictureOf(drawing);
    const boxes = [...picture.frames.map((one) => one.id), ...placesOf(picture).map((one) => one.id)];
    expect(boxes.filter((one) => one === "VPC not known")).toHaveLength(1);
    expect(JSON.stringify(picture)).not.toMatch(/reaches no VPC|reached by none/);
    expect(await svgOfDrawing(drawing)).toContain("VPC not known");
  }
});

describe("nothing is cut in the middle", () => {
  test.each(["team-one_service-two.".repeat(4), "x".repeat(120), "東京のとても長い名前".repeat(6)])(
    "%s",
    async (name) => {
      const resource = {
        aws_vpc: { v: { for_each: { [name]: "x" }, cidr_block: "10.0.0.0/16" } },
        aws_subnet: {
          s: { for_each: { [name]: "x" }, vpc_id: "${aws_vpc.v[each.key].id}", cidr_block: "10.0.1.0/24" },
        },
        aws_instance: { h: { for_each: { [name]: "x" }, subnet_id: "${aws_subnet.s[each.key].id}" } },
      };
      const drawing = drawingOf({ resource });
      expect(drawMermaid(drawing.walker, drawing.options)).toContain(name);
      const svg = await svgOfDrawing(drawing);
      expect(svg).not.toContain("…");
      const texts = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)]
        .map((match) => match[1])
        .join("")
        .replaceAll("&#45;", "-");
      expect(texts.split(name).length - 1).toBeGreaterThanOrEqual(3);
      const width = Number(/ width="(\d+)"/.exec(svg)?.[1]);
      expect(width).toBeLessThan(1000);
    },
  );
});

describe("what Graphviz complains of", () => {
  const picture = pictureOf(
    drawingOf({ resource: { aws_vpc: { a: {} }, aws_internet_gateway: { i: { vpc_id: id("aws_vpc", "a") } } } }),
  );
  const EDGE = '<g id="edge1" class="edge">\n<title>n0&#45;&gt;n1</title>\n%s\n</g>';
  const svg = (way: string) =>
    `<svg viewBox="0 0 10 10">\n<g id="graph0" class="graph">\n${EDGE.replace("%s", way)}\n</g>\n</svg>`;
  const layouter = (ways: readonly string[]) => {
    let turn = 0;
    return {
      dot: () => {
        const way = ways[Math.min(turn++, ways.length - 1)] ?? "";
        if (way === "") process.stderr.write("triangulation failed\n");
        return svg(way);
      },
    };
  };
  const way = '<path fill="none" stroke="#8895a3" d="M0,0C1,1 2,2 3,3"/>';

  test.each([
    ["finds no way at first", ["", way], false],
    ["finds a way in the end", ["", "", "", way], false],
    ["finds none at all", [""], true],
  ])("is not printed when it %s", (_, ways, isTold) => {
    const write = jest.spyOn(process.stderr, "write").mockImplementation(() => true);
    try {
      const drawn = svgOf(picture, layouter(ways)).svg;
      expect(write).not.toHaveBeenCalled();
      expect(drawn.includes("1 of the lines found no way")).toBe(isTold);
    } finally {
      write.mockRestore();
    }
  });
});

describe("VPCs that exist", () => {
  const gateway = { transit_gateway: { id: "tgw-0123456789abcdef0" } };
  const accounts = {
    "client.account": { id: "111122223333" },
    "web.account": { id: "222233334444", role: "arn:aws:iam::222233334444:role/deploy" },
    "transit_gateway.share": "invitation",
  };
  const titles = (picture: Picture): string[] => [
    ...picture.frames.flatMap((frame) => [frame.title, ...frame.frames.map((one) => one.title)]),
    ...placesOf(picture).map((place) => place.title),
  ];

  test.each([
    ["client", EXISTING_CLIENT, ["VPC client", "client_private1"]],
    ["web", EXISTING_WEB, ["VPC web", "web_private"]],
    [
      "both, and the gateway",
      { ...EXISTING_CLIENT, ...EXISTING_WEB, ...gateway },
      ["VPC client", "VPC web", "transit gateway transit"],
    ],
  ])("%s: are called as the file calls them, and their ids are told", (_, changes, names) => {
    const picture = pictureOf(bridgeDrawing("article", changes));
    expect(titles(picture)).toEqual(expect.arrayContaining(names));
    expect(titles(picture).join(" ")).not.toMatch(/(?:vpc|subnet|tgw)-0/);
    expect(picture.flows).toEqual(["client → front (front_web), tcp/80"]);
    expect(JSON.stringify([picture.frames, picture.places])).toMatch(/vpc-0123456789abcdef[01]/);
  });

  test.each([
    ["created", {}],
    ["existing client", EXISTING_CLIENT],
    ["existing web", EXISTING_WEB],
  ])("%s: each account is a box with its VPC", (_, changes) => {
    const picture = pictureOf(bridgeDrawing("article", { ...changes, ...accounts }));
    const boxes = picture.frames.map(({ kind, title, frames }) => [kind, title, frames.map((one) => one.title)]);
    expect(boxes.sort()).toEqual([
      ["account", "account 111122223333", ["VPC client"]],
      ["account", "account 222233334444", ["VPC web"]],
    ]);
  });
});
