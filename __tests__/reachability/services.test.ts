import { matrixOf, Walker } from "../../src/reachability";
import { ALL_OUT, asking } from "../support/asked";
import { handMadePlan, to } from "../support/hand-made-plan";
import { stateJson } from "../support/networks";
import { type Blocks, DB, G, network, S, tcp } from "./service-network";

const APP = "aws_instance.app";
const OTHER = "aws_instance.other";

describe("a database", () => {
  const D = "aws_db_instance.d";
  const db = (more: object = {}, change?: (blocks: Blocks) => void) =>
    network({ aws_db_instance: { d: { ...DB, ...more } } }, change);

  test("is reached by whom its group admits, wherever AWS puts it", () => {
    const { verdict } = db();
    expect(verdict(APP, D, 5432)).toBe("ALLOWED");
    expect(verdict(APP, D, 5433)).toBe("DENIED");
    expect(verdict(OTHER, D, 5432)).toBe("DENIED");
    expect(verdict("internet", D, 5432)).toBe("DENIED");
    expect(verdict(D, APP, 80)).toBe("DENIED");
  });

  test("is UNKNOWN where its subnets differ", () => {
    const { answer, verdict } = db({}, (blocks) => {
      blocks.aws_network_acl = { z: { vpc_id: "${aws_vpc.a.id}", subnet_ids: [S("z")], ingress: [], egress: [] } };
    });
    const { explanations, verdict: found } = answer(APP, D, { port: 5432 });
    expect(found).toBe("UNKNOWN");
    expect(explanations).toMatchObject([{ address: D }]);
    expect(verdict(OTHER, D, 5432)).toBe("DENIED");
  });

  test.each<[string, object]>([
    ["its subnet group is not given", { db_subnet_group_name: undefined }],
    ["its subnet group is not known", { db_subnet_group_name: "${var.group}" }],
    ["its subnet group is not in the input", { db_subnet_group_name: "elsewhere" }],
  ])("is UNKNOWN where %s", (_, more) => {
    expect(db(more).verdict(APP, D, 5432)).toBe("UNKNOWN");
    expect(db(more).verdict("internet", D, 5432)).toBe("UNKNOWN");
  });

  test("is UNKNOWN to whom only a group that isn't known could admit", () => {
    const { verdict } = db({ vpc_security_group_ids: "${var.groups}" });
    expect(verdict(APP, D, 5432)).toBe("UNKNOWN");
  });

  test("without groups has its VPC's default one, which admits its own members only", () => {
    expect(db({ vpc_security_group_ids: undefined }).verdict(APP, D, 5432)).toBe("DENIED");
  });

  describe("from the internet", () => {
    const open = (blocks: Blocks): void => {
      blocks.aws_security_group!.db = {
        vpc_id: "${aws_vpc.a.id}",
        ingress: [tcp(5432, { cidr_blocks: ["0.0.0.0/0"] })],
        egress: [],
      };
      blocks.aws_route_table = {
        p: {
          vpc_id: "${aws_vpc.a.id}",
          route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.i.id}" }],
        },
      };
      blocks.aws_route_table_association = Object.fromEntries(
        ["y", "z"].map((name) => [name, { subnet_id: S(name), route_table_id: "${aws_route_table.p.id}" }]),
      );
    };
    const without = (type: string) => (blocks: Blocks) => {
      open(blocks);
      blocks[type] = {};
      if (type === "aws_internet_gateway") blocks.aws_route_table = {};
    };

    test("is reached where it is public, and its group and subnets let in and out", () => {
      expect(db({ publicly_accessible: true }, open).verdict("internet", D, 5432)).toBe("ALLOWED");
    });

    test.each<[string, object, (blocks: Blocks) => void]>([
      ["not public", { publicly_accessible: false }, open],
      ["not said to be public", {}, open],
      ["kept by its group", { publicly_accessible: true, vpc_security_group_ids: [G("other")] }, open],
      ["without a way back", { publicly_accessible: true }, without("aws_route_table_association")],
      ["in a VPC without a gateway", { publicly_accessible: true }, without("aws_internet_gateway")],
    ])("is not where it is %s", (_, more, change) => {
      expect(db(more, change).verdict("internet", D, 5432)).toBe("DENIED");
    });

    test("is UNKNOWN where it is not known whether it is public", () => {
      expect(db({ publicly_accessible: "${var.open}" }, open).verdict("internet", D, 5432)).toBe("UNKNOWN");
    });

    test("a cluster is as public as its instances", () => {
      const cluster = (...flags: (boolean | undefined)[]) =>
        network(
          {
            aws_rds_cluster: { c: DB },
            aws_rds_cluster_instance: Object.fromEntries(
              flags.map((publicly_accessible, i) => [
                `i${i}`,
                { cluster_identifier: "${aws_rds_cluster.c.id}", publicly_accessible },
              ]),
            ),
          },
          open,
        );
      expect(cluster(true).verdict("internet", "aws_rds_cluster.c", 5432)).toBe("ALLOWED");
      expect(cluster(true).verdict("internet", "aws_rds_cluster_instance.i0", 5432)).toBe("ALLOWED");
      expect(cluster(false, undefined).verdict("internet", "aws_rds_cluster.c", 5432)).toBe("DENIED");
      expect(cluster(true, false).verdict("internet", "aws_rds_cluster.c", 5432)).toBe("UNKNOWN");
      expect(cluster(true, false).verdict("internet", "aws_rds_cluster_instance.i1", 5432)).toBe("DENIED");
      expect(cluster().verdict("internet", "aws_rds_cluster.c", 5432)).toBe("UNKNOWN");
      expect(cluster().verdict(APP, "aws_rds_cluster.c", 5432)).toBe("ALLOWED");
    });
  });

  test("has no addresses of IPv6 where it says so", () => {
    const six = (more: object) =>
      db({ publicly_accessible: true, ...more }, (blocks) => {
        blocks.aws_vpc!.a = { ...blocks.aws_vpc!.a, assign_generated_ipv6_cidr_block: true };
        for (const [i, name] of ["y", "z"].entries())
          blocks.aws_subnet![name] = {
            ...blocks.aws_subnet![name],
            ipv6_cidr_block: `\${cidrsubnet(aws_vpc.a.ipv6_cidr_block, 8, ${i})}`,
          };
        blocks.aws_security_group!.db = {
          vpc_id: "${aws_vpc.a.id}",
          ingress: [tcp(5432, { ipv6_cidr_blocks: ["::/0"] })],
          egress: [],
        };
        const route = [{ ipv6_cidr_block: "::/0", gateway_id: "${aws_internet_gateway.i.id}" }];
        blocks.aws_default_route_table = {
          m: { default_route_table_id: "${aws_vpc.a.default_route_table_id}", route },
        };
      }).verdict("internet", D, 5432);
    expect(six({})).toBe("UNKNOWN");
    expect(six({ network_type: "IPV4" })).toBe("DENIED");
    expect(six({ network_type: "DUAL" })).toBe("UNKNOWN");
    expect(six({ network_type: "${var.type}" })).toBe("UNKNOWN");
  });

  test("is in the matrix, from and to", () => {
    const { topology } = db();
    const entries = matrixOf(new Walker(topology)).entries.filter((one) => one.to === D);
    expect(entries).toContainEqual({ from: APP, to: D, protocol: "tcp", ports: "5432", verdict: "ALLOWED" });
    expect(entries).toContainEqual({ from: OTHER, to: D, protocol: "tcp", ports: "5432", verdict: "DENIED" });
    expect(entries.filter(({ verdict }) => verdict === "UNKNOWN")).toEqual([]);
  });

  test("is meant where its name is misspelled", () => {
    expect(() => db().verdict(APP, "aws_db_instance.dd", 5432)).toThrow("did you mean aws_db_instance.d?");
  });
});

test("a state names groups, and has lists where AWS filled them in", () => {
  const { verdict } = asking(
    stateJson({
      aws_vpc: { a: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
      aws_subnet: {
        x: { id: "subnet-x", vpc_id: "vpc-1", cidr_block: "10.0.1.0/24" },
        y: { id: "subnet-y", vpc_id: "vpc-1", cidr_block: "10.0.2.0/24" },
      },
      aws_security_group: {
        app: { id: "sg-app", vpc_id: "vpc-1", ingress: [], egress: [ALL_OUT] },
        db: {
          id: "sg-db",
          vpc_id: "vpc-1",
          ingress: [tcp(5432, { security_groups: ["sg-app"] })],
          egress: [],
        },
      },
      aws_instance: {
        app: { id: "i-1", subnet_id: "subnet-x", private_ip: "10.0.1.9", vpc_security_group_ids: ["sg-app"] },
      },
      // A cache's group of the same name is another one.
      aws_elasticache_subnet_group: { d: { id: "main", name: "main", subnet_ids: ["subnet-0"] } },
      aws_db_subnet_group: { d: { id: "main", name: "main", subnet_ids: ["subnet-y"] } },
      aws_db_instance: {
        d: { id: "db-1", db_subnet_group_name: "main", vpc_security_group_ids: ["sg-db"], publicly_accessible: false },
      },
    }),
    "state",
  );
  expect(verdict(APP, "aws_db_instance.d", 5432)).toBe("ALLOWED");
  expect(verdict(APP, "aws_db_instance.d", 5433)).toBe("DENIED");
  expect(verdict("aws_db_instance.d", APP, 80)).toBe("DENIED");
});

test("a plan knows its places by what its arguments refer to", () => {
  const subnet = (name: string, cidr_block: string) =>
    ({ address: `aws_subnet.${name}`, after: { cidr_block }, refers: { vpc_id: to("aws_vpc.a.id") } }) as const;
  const group = (name: string, ingress: object[]) =>
    ({
      address: `aws_security_group.${name}`,
      after: { ingress, egress: [ALL_OUT] },
      refers: { vpc_id: to("aws_vpc.a.id") },
    }) as const;
  const { verdict } = asking(
    handMadePlan([
      { address: "aws_vpc.a", after: { cidr_block: "10.0.0.0/16" } },
      subnet("x", "10.0.1.0/24"),
      subnet("y", "10.0.2.0/24"),
      group("app", []),
      group("db", [tcp(5432, { cidr_blocks: ["10.0.1.0/24"] })]),
      {
        address: APP,
        after: {},
        refers: { subnet_id: to("aws_subnet.x.id"), vpc_security_group_ids: to("aws_security_group.app.id") },
      },
      {
        address: "aws_db_subnet_group.d",
        after: { name: "d" },
        refers: { subnet_ids: [...to("aws_subnet.x.id"), ...to("aws_subnet.y.id")] },
      },
      {
        address: "aws_db_instance.d",
        after: { publicly_accessible: false },
        refers: {
          db_subnet_group_name: to("aws_db_subnet_group.d.name"),
          vpc_security_group_ids: to("aws_security_group.db.id"),
        },
      },
    ]),
    "plan",
  );
  expect(verdict(APP, "aws_db_instance.d", 5432)).toBe("ALLOWED");
  expect(verdict(APP, "aws_db_instance.d", 5433)).toBe("DENIED");
});

describe("an auto scaling group", () => {
  const A = "aws_autoscaling_group.w";
  const launched = (template: object, more: object = {}) =>
    network({
      aws_launch_template: { t: template },
      aws_autoscaling_group: {
        w: { vpc_zone_identifier: [S("y"), S("z")], launch_template: [{ id: "${aws_launch_template.t.id}" }], ...more },
      },
    });

  test("has the groups of its launch template, however these are spelled", () => {
    for (const template of [
      { vpc_security_group_ids: [G("db")] },
      { network_interfaces: [{ security_groups: [G("db")], associate_public_ip_address: "false" }] },
    ]) {
      expect(launched(template).verdict(APP, A, 5432)).toBe("ALLOWED");
      expect(launched(template).verdict(OTHER, A, 5432)).toBe("DENIED");
    }
  });

  test("may be launched by a policy", () => {
    const specification = { launch_template_specification: [{ launch_template_id: "${aws_launch_template.t.id}" }] };
    const policy = (more: object) => ({
      launch_template: [],
      mixed_instances_policy: [{ launch_template: [{ ...specification, ...more }] }],
    });
    const template = { vpc_security_group_ids: [G("db")] };
    expect(launched(template, policy({})).verdict(OTHER, A, 5432)).toBe("DENIED");
    expect(launched(template, policy({ override: [specification] })).verdict(OTHER, A, 5432)).toBe("UNKNOWN");
  });

  test.each<[string, object, object]>([
    ["its template is not in the input", {}, { launch_template: [{ id: "lt-1" }] }],
    ["its template has several interfaces", { network_interfaces: [{}, {}] }, {}],
    ["it has a launch configuration", {}, { launch_template: [], launch_configuration: "c" }],
  ])("takes no group for granted where %s", (_, template, more) => {
    const { verdict } = launched(template, more);
    expect(verdict(A, APP, 80)).not.toBe("ALLOWED");
    expect(verdict(APP, A, 80)).toBe("UNKNOWN");
  });
});

describe("tasks", () => {
  const T = "aws_ecs_service.t";
  const tasks = (more: object, change?: (blocks: Blocks) => void) =>
    network({ aws_ecs_service: { t: { network_configuration: [{ subnets: [S("y"), S("z")], ...more }] } } }, change);

  test("have interfaces of their own in the subnets and groups that their service names", () => {
    const { verdict } = tasks({ security_groups: [G("db")] });
    expect(verdict(APP, T, 5432)).toBe("ALLOWED");
    expect(verdict(OTHER, T, 5432)).toBe("DENIED");
    expect(verdict("internet", T, 5432)).toBe("DENIED");
  });

  test("reach a database that admits their group", () => {
    const { verdict } = network({
      aws_db_instance: { d: DB },
      aws_ecs_service: { t: { network_configuration: [{ subnets: [S("x")], security_groups: [G("app")] }] } },
    });
    expect(verdict(T, "aws_db_instance.d", 5432)).toBe("ALLOWED");
    expect(verdict(T, "aws_db_instance.d", 80)).toBe("DENIED");
  });

  test("without a network configuration share their instances' interfaces, which nobody knows", () => {
    expect(network({ aws_ecs_service: { t: {} } }).verdict(APP, T, 5432)).toBe("UNKNOWN");
  });
});

describe("a cluster of EKS", () => {
  const C = "aws_eks_cluster.c";
  const cluster = (more: object = {}) =>
    network({
      aws_eks_cluster: { c: { vpc_config: [{ subnet_ids: [S("y"), S("z")], ...more }] } },
      aws_eks_node_group: { n: { cluster_name: "c", subnet_ids: [S("y")] } },
    });

  test("has a group that EKS makes beside its own: nobody is kept out for certain", () => {
    expect(cluster({ security_group_ids: [G("db")] }).verdict(APP, C, 5432)).toBe("ALLOWED");
    expect(cluster({ security_group_ids: [G("db")] }).verdict(OTHER, C, 443)).toBe("UNKNOWN");
    expect(cluster().verdict(APP, "aws_eks_node_group.n", 443)).toBe("UNKNOWN");
  });

  test("answers on the internet unless its public endpoint is off", () => {
    const asks = (more: object) => cluster(more).answer("internet", C, { port: 443 });
    for (const more of [{}, { endpoint_public_access: true }, { endpoint_public_access: "${var.open}" }]) {
      expect(asks(more).verdict).toBe("UNKNOWN");
      expect(asks(more).explanations.map(({ address }) => address)).toEqual([C]);
    }
    expect(asks({ endpoint_public_access: false }).verdict).toBe("DENIED");
  });
});

describe("a function", () => {
  const F = "aws_lambda_function.f";
  const fn = (more: Blocks = {}) =>
    network({
      aws_db_instance: { d: DB },
      aws_lambda_function: { f: { vpc_config: [{ subnet_ids: [S("y"), S("z")], security_group_ids: [G("app")] }] } },
      ...more,
    });

  test("sends from its subnets, under its groups", () => {
    expect(fn().verdict(F, "aws_db_instance.d", 5432)).toBe("ALLOWED");
    expect(fn().verdict(F, "aws_db_instance.d", 80)).toBe("DENIED");
    expect(fn().verdict(F, "internet", 443)).toBe("DENIED");
  });

  test("with a URL is said to be reached by it, past the network", () => {
    const url = { aws_lambda_function_url: { u: { function_name: `\${${F}.function_name}` } } };
    const said = (more: Blocks) => fn(more).answer(APP, F, { port: 443 });
    expect(said(url).verdict).toBe("UNKNOWN");
    expect(
      said(url)
        .explanations.map(({ message }) => message)
        .join(),
    ).toContain("aws_lambda_function_url.u");
    expect(
      said({})
        .explanations.map(({ message }) => message)
        .join(),
    ).not.toContain("URL");
  });

  test("takes nothing there, and is no receiver of the matrix", () => {
    expect(fn().verdict(APP, F, 443)).toBe("UNKNOWN");
    const { topology } = fn();
    expect(matrixOf(new Walker(topology)).entries.filter((one) => one.to === F)).toEqual([]);
  });
});
