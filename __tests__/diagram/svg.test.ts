import { drawJson } from "../../src/diagram";
import { placesOf } from "../../src/diagram/picture";
import { drawingOf, exampleDrawing, FIRST_FLOW, networkDrawing, pathsIn, svgOfDrawing } from "../support/drawing";

const RED = "#c8102e";

/** The text of every text element, entities read. */
function textsOf(svg: string): string[] {
  const read = (text: string): string =>
    text
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .replace(/&lt;/g, "<")
      .replace(/&gt;/g, ">")
      .replace(/&quot;/g, '"')
      .replace(/&amp;/g, "&");
  return [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map((match) => read(match[1] ?? ""));
}

/** Whether every element is closed in order: XML that a browser refuses would show nothing at all. */
function isWellFormed(svg: string): boolean {
  const open: string[] = [];
  for (const [tag, name = ""] of svg
    .replace(/<\?xml[^>]*\?>/, "")
    .matchAll(/<\/?([a-zA-Z]+)(?:\s+[a-zA-Z0-9:-]+="[^"<]*")*\s*\/?>/g)) {
    if (tag.startsWith("</")) {
      if (open.pop() !== name) return false;
    } else if (!tag.endsWith("/>")) open.push(name);
  }
  const rest = svg.replace(/<\?xml[^>]*\?>/, "").replace(/<\/?([a-zA-Z]+)(?:\s+[a-zA-Z0-9:-]+="[^"<]*")*\s*\/?>/g, "");
  return open.length === 0 && !/[<]/.test(rest) && !/&(?!(amp|lt|gt|quot|#\d+);)/.test(rest);
}

describe("the article's picture", () => {
  let svg = "";
  beforeAll(async () => {
    svg = await svgOfDrawing(exampleDrawing("article"));
  });

  test("has text, a title, a description and a role for those who can't see it", () => {
    expect(isWellFormed(svg)).toBe(true);
    expect(svg).toMatch(
      /<svg [^>]*role="img" aria-labelledby="picture-title picture-description">\n<title id="picture-title">article<\/title>\n<desc id="picture-description">proved flow: client → front \(front_web\), tcp\/80; no packet [^<]+<\/desc>/,
    );
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining([
        "client_private1",
        "10.64.0.0/24",
        "VPC client",
        "us-east-1b",
        "internal ALB front",
        "attachment transit_web",
      ]),
    );
  });

  test("has a dark side, and loads nothing", () => {
    expect(svg).toContain("@media (prefers-color-scheme: dark)");
    const colors = new Set(
      [...svg.slice(svg.indexOf("</style>")).matchAll(/(?:fill|stroke)="(#[0-9a-f]{6})"/g)].map((match) => match[1]),
    );
    for (const color of colors) expect(svg).toContain(`[fill="${color}"]{fill:#`);
    expect(colors.size).toBeGreaterThan(8);
    expect(svg.replace(/xmlns(:xlink)?="[^"]*"/g, "")).not.toMatch(
      /https?:|href|@import|url\(|<script|<image|<foreignObject/,
    );
  });

  test("shows the proved flow with its route and rewrite, and what no packet passes", () => {
    const texts = textsOf(svg);
    expect(texts).toEqual(
      expect.arrayContaining([
        "to 10.0.2.0/24",
        "to 10.0.3.0/24",
        "source becomes",
        "10.0.1.10",
        "to 10.0.2.0/23",
        "×",
        "no packet",
      ]),
    );
    expect(texts).toContain("proved: client → front (front_web), tcp/80");
    expect(texts).toContain("all 12 statements about what must stay impossible hold");
    expect(pathsIn(svg, FIRST_FLOW)).toBeGreaterThan(8);
    expect(pathsIn(svg, RED)).toBeGreaterThan(0);
  });

  test("names each box and line by Terraform's addresses", () => {
    expect(svg).toContain("<title>aws_subnet.client_private1</title>");
    expect(svg).toMatch(/<title>aws_lb\.front - aws_subnet\.client_private3<\/title>/);
    expect(svg).not.toMatch(/<title>(n|cluster_)\d+/);
  });
});

describe("a change of the JSON changes the picture", () => {
  const without = (name: string) =>
    exampleDrawing("article", (json) => {
      const { [name]: gone, ...routes } = json.resource["aws_route"] ?? {};
      if (!gone) throw new Error(`no ${name}`);
      return { ...json, resource: { ...json.resource, aws_route: routes } };
    });

  test("without the route that steers a client to the NAT gateway there is no flow of the clients", async () => {
    const texts = textsOf(await svgOfDrawing(without("nat_private1--private3")));
    expect(texts.filter((text) => text.startsWith("proved: "))).toEqual([
      "proved: client → web, tcp/80, for hosts that could stand in subnets of gateways",
      "proved: no packet passes",
    ]);
  });

  test("a steered route that no flow takes is drawn as one", async () => {
    const svg = await svgOfDrawing(without("nat_private1--private3"));
    expect(textsOf(svg)).toContain("a steered route that no drawn flow takes");
    expect(textsOf(svg)).toContain("steered to");
  });

  test("without the way back there is no flow either", async () => {
    const svg = await svgOfDrawing(without("steer_web--private--10-0-2-0-23"));
    expect(pathsIn(svg, FIRST_FLOW)).toBe(0);
  });

  test("what is forbidden and open is red and thick, and told", async () => {
    const svg = await svgOfDrawing(
      exampleDrawing("article", (json) => ({
        ...json,
        resource: {
          ...json.resource,
          aws_route: {
            ...json.resource["aws_route"],
            leak: {
              route_table_id: "${aws_route_table.client_private2.id}",
              destination_cidr_block: "10.64.0.0/24",
              network_interface_id:
                json.resource["aws_route"]?.["steer_private3--10-64-0-0-24"]?.["network_interface_id"],
            },
          },
        },
      })),
    );
    expect(svg).toMatch(/stroke="#c8102e" stroke-width="4"/);
    expect(textsOf(svg).some((text) => /do NOT hold/.test(text))).toBe(true);
    expect(textsOf(svg)).toContain("must be impossible, and is not proved to be");
  });
});

describe("hostile and unknown things", () => {
  const NAMES = [
    '"quoted"',
    "<script>alert(1)</script>",
    "a\nb\r\tc",
    "東京のサブネット",
    "& &amp; &#60;",
    "\\N \\E \\",
    "\u202Eevil\u0000\u0007",
    "]]><svg/onload=x>",
    "'; end -->",
    "x".repeat(300),
  ];

  test.each(NAMES)("a name like %j is text and nothing else", async (name) => {
    const vpc = { v: { for_each: { [name]: "x" }, cidr_block: "10.0.0.0/16" } };
    const subnet = {
      s: {
        for_each: { [name]: "x" },
        vpc_id: "${aws_vpc.v[each.key].id}",
        cidr_block: "10.0.1.0/24",
        availability_zone: name,
      },
    };
    const svg = await svgOfDrawing(drawingOf({ resource: { aws_vpc: vpc, aws_subnet: subnet } }, name));
    expect(isWellFormed(svg)).toBe(true);
    expect(svg).not.toMatch(/<script|onload=x>|\u202E|\u0000|\u0007/);
    expect(textsOf(svg).length).toBeGreaterThan(3);
  });

  test("square letters get the room that they take", async () => {
    const wide = await svgOfDrawing(
      drawingOf({
        resource: {
          aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
          aws_subnet: {
            s: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.1.0/24", availability_zone: "東".repeat(30) },
          },
        },
      }),
    );
    const box = /<path [^>]*stroke="#a396c9"[^>]* d="M([\d.]+)[^"]*?C[^"]*"/.exec(wide);
    const numbers = [
      ...(/<path [^>]*stroke="#a396c9"[^>]* d="([^"]+)"/.exec(wide)?.[1] ?? "").matchAll(/(-?[\d.]+),(-?[\d.]+)/g),
    ].map((match) => Number(match[1]));
    expect(box).not.toBeNull();
    expect(Math.max(...numbers) - Math.min(...numbers)).toBeGreaterThan(30 * 12);
  });

  test("what is not known is said to be", async () => {
    const svg = await svgOfDrawing(
      drawingOf({
        variable: { range: {}, zone: {} },
        resource: {
          aws_vpc: { v: { cidr_block: "${var.range}" } },
          aws_subnet: { s: { vpc_id: "${aws_vpc.v.id}", cidr_block: "${var.range}" } },
          aws_instance: { i: { ami: "ami-1", instance_type: "t3.micro", subnet_id: "${var.zone}" } },
        },
      }),
    );
    const texts = textsOf(svg);
    expect(texts).toEqual(
      expect.arrayContaining(["ranges not known", "range not known", "zone not known", "place not known", "host i"]),
    );
  });

  test("an empty topology is a picture that says so", async () => {
    const svg = await svgOfDrawing(drawingOf({ resource: {} }, "nothing"));
    expect(isWellFormed(svg)).toBe(true);
    expect(textsOf(svg)).toEqual(["nothing", "There is no VPC in this input."]);
  });
});

test("a network without a bridge shows VPCs of common addresses as apart only where that is proved", async () => {
  const peered = (route: object) =>
    drawingOf({
      resource: {
        aws_vpc: { a: { cidr_block: "10.1.0.0/16" }, b: { cidr_block: "10.1.0.0/16" } },
        aws_subnet: {
          a: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.1.1.0/24" },
          b: { vpc_id: "${aws_vpc.b.id}", cidr_block: "10.1.1.0/24" },
        },
        ...route,
      },
    });
  expect(pathsIn(await svgOfDrawing(peered({})), RED)).toBeGreaterThan(0);
});

test("internet gateway, NAT gateway and peering are drawn", async () => {
  const texts = textsOf(await svgOfDrawing(networkDrawing("public-web-with-nat.tf.json")));
  expect(texts).toEqual(
    expect.arrayContaining([
      "internet",
      "internet gateway main",
      "NAT gateway main",
      "proved: internet → main, tcp/80",
    ]),
  );
  expect(textsOf(await svgOfDrawing(networkDrawing("peering-is-not-transitive.tf.json")))).toEqual(
    expect.arrayContaining(["peering ab", "peering bc", "proved: a ↔ b, tcp/443"]),
  );
});

test("hosts that nothing tells apart are proved together: each has the flow's mark", () => {
  const host = { ami: "ami-1", instance_type: "t3.micro", vpc_security_group_ids: ["${aws_security_group.g.id}"] };
  const any = { protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: ["10.0.0.0/16"] };
  const picture = drawJson(
    drawingOf({
      resource: {
        aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
        aws_subnet: {
          a: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.1.0/24" },
          b: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.2.0/24" },
        },
        aws_security_group: { g: { vpc_id: "${aws_vpc.v.id}", ingress: [any], egress: [any] } },
        aws_instance: Object.fromEntries(
          ["a1", "a2", "b1", "b2", "b3"].map((name) => [name, { ...host, subnet_id: `\${aws_subnet.${name[0]}.id}` }]),
        ),
      },
    }).walker,
    { title: "alike" },
  );
  const rows = placesOf(picture).flatMap((place) => place.rows.filter((row) => row.text.startsWith("host ")));
  expect(rows.map((row) => row.flows)).toEqual([[0], [0], [0], [0], [0]]);
});

describe("what would be too much to read", () => {
  const zones = ["a", "b", "c"];
  const network = (vpcs: number, subnetsEach: number) => {
    const names = Array.from({ length: vpcs }, (_, v) => `v${v}`);
    const subnets = names.flatMap((vpc, v) =>
      Array.from({ length: subnetsEach }, (_, s) => [
        `${vpc}-s${s}`,
        {
          vpc_id: `\${aws_vpc.${vpc}.id}`,
          cidr_block: `10.${v}.${s}.0/24`,
          availability_zone: `eu-west-1${zones[s % zones.length]}`,
        },
      ]),
    );
    return drawingOf({
      resource: {
        aws_vpc: Object.fromEntries(names.map((name, v) => [name, { cidr_block: `10.${v}.0.0/16` }])),
        aws_subnet: Object.fromEntries(subnets) as object,
      },
    });
  };
  const widthOf = (svg: string): number => Number(/ width="(\d+)"/.exec(svg)?.[1]);

  test("subnets that nothing tells apart are one box with their ranges", async () => {
    const texts = textsOf(await svgOfDrawing(network(1, 12)));
    expect(texts.filter((text) => text === "4 subnets alike")).toHaveLength(3);
    expect(texts).toEqual(expect.arrayContaining(["v0-s0 10.0.0.0/24", "v0-s11 10.0.11.0/24"]));
  });

  test("more VPCs than fit side by side are one box each", async () => {
    const few = textsOf(await svgOfDrawing(network(2, 3)));
    expect(few).toContain("v0-s0");
    const wide = await svgOfDrawing(network(6, 3));
    expect(textsOf(wide)).toContain("3 zones, 3 subnets");
    expect(widthOf(wide)).toBeLessThan(1300);
  });
});
