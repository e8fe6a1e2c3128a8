import { SMALL } from "../../config/bridge-texts";
import { bad, type BadFile } from "../../support/bad-file";

const LAUGHS = [
  "a: &a [x, x, x, x, x, x, x, x, x]",
  "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]",
  "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]",
  "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]",
  "",
].join("\n");

/** Files that are no YAML, or YAML that can be no bridge. */
export const YAML_FILES: readonly BadFile[] = [
  {
    id: "empty",
    text: "",
    found: [[1, "", "yaml-empty"]],
  },
  {
    id: "only white space",
    text: " \n\n",
    found: [[1, "", "yaml-empty"]],
  },
  {
    id: "only a comment",
    text: "# to do\n",
    found: [[1, "", "yaml-empty"]],
  },
  {
    id: "only a document marker",
    text: "---\n",
    found: [[1, "", "yaml-empty"]],
  },
  {
    id: "a text",
    text: "bridge\n",
    found: [[1, "", "type"]],
  },
  {
    id: "a list",
    text: "- bridge\n",
    found: [[1, "", "type"]],
  },
  {
    id: "no YAML: a quote that never ends",
    text: 'region: "us-east-1\n',
    found: [[2, "", "yaml"]],
  },
  {
    id: "no YAML: a colon too many",
    text: "region: us: east\n",
    found: [[1, "", "yaml"]],
  },
  {
    id: "no YAML: a template",
    text: "region: {{ region }}\n",
    found: [[1, "", "yaml-key"]],
  },
  {
    id: "no YAML: a merge conflict",
    text: `<<<<<<< HEAD\n${SMALL}`,
    found: [[1, "", "yaml"]],
  },
  bad(
    "no YAML: wrong indentation",
    SMALL,
    [["  http: { port", " https:\n  http: { port"]],
    [
      [19, "listeners.https.certificates", "required"],
      [20, "listeners.https.http", "unknown-key"],
    ],
  ),
  bad("a tab", SMALL, [["  subnets:\n    clients", "\tsubnets:\n    clients"]], [[5, "", "yaml-tab"]]),
  bad(
    "duplicate key at the top",
    SMALL,
    [["listeners:", "region: us-east-2\nlisteners:"]],
    [[18, "", "yaml-duplicate-key"]],
  ),
  bad(
    "duplicate service",
    SMALL,
    [["  shop:", "  shop: { targets: [10.64.0.11] }\n  shop:"]],
    [[22, "", "yaml-duplicate-key"]],
  ),
  bad("two documents", SMALL, [["services:", "---\nservices:"]], [[20, "", "yaml-documents"]]),
  bad("an alias of nothing", SMALL, [["targets: [10.64.0.10]", "targets: *servers"]], [[22, "", "yaml-alias"]]),
  {
    id: "anchors that explode",
    text: LAUGHS,
    found: [[1, "", "yaml-aliases"]],
  },
  bad(
    "an anchor that holds itself",
    SMALL,
    [["targets: [10.64.0.10]", "targets: &t [*t]"]],
    [[22, "services.shop.targets[0]", "type"]],
  ),
  bad(
    "a fault by way of an alias",
    SMALL,
    [
      ["port: 80 }", "port: &p 99999 }"],
      ["    port: 80", "    port: *p"],
    ],
    [
      [19, "listeners.http.port", "range"],
      [23, "services.shop.port", "range"],
    ],
  ),
  bad("a tag of its own", SMALL, [["us-east-1", "!Ref Region"]], [[1, "", "yaml"]]),
  bad("a tag that JSON has no value for", SMALL, [["[10.64.0.10]", "!!set { 10.64.0.10 }"]], [[22, "", "yaml"]]),
  bad("a list as a key", SMALL, [["  shop:", "  [shop, api]:"]], [[21, "", "yaml-key"]]),
  bad("a key that is nothing", SMALL, [["  shop:", "  ~:"]], [[21, "", "yaml-key"]]),
  bad(
    "the key __proto__",
    SMALL,
    [["  shop:", "  __proto__: { targets: [10.64.0.11] }\n  shop:"]],
    [[21, "", "yaml-key"]],
  ),
  bad(
    "a merge key, which YAML 1.2 has none of",
    SMALL,
    [["    port: 80", "    <<: { port: 80 }"]],
    [[23, 'services.shop["<<"]', "unknown-key"]],
  ),
  {
    id: "a fault behind Windows line ends and a byte order mark",
    text: `\uFEFF${SMALL.replaceAll("\n", "\r\n").replace("port: 80\r\n", "port: 0\r\n")}`,
    found: [[23, "services.shop.port", "range"]],
  },
  {
    id: "bytes that are no UTF-8",
    text: Buffer.from("region: \u00e9\n", "latin1"),
    found: [[1, "", "file-readable"]],
  },
  {
    id: "UTF-16",
    text: Buffer.from(`\uFEFF${SMALL}`, "utf16le"),
    found: [[1, "", "file-readable"]],
  },
  {
    id: "a gigantic file",
    text: Buffer.alloc(10 * 1024 * 1024, "# ten megabytes\n"),
    found: [[1, "", "file-size"]],
  },
  {
    id: "a file name that can be no stack's",
    file: "My_Bridge.yaml",
    text: SMALL,
    found: [[1, "", "bridge-name"]],
  },
  {
    id: "a file name that is too long",
    file: `${"a".repeat(25)}.yaml`,
    text: SMALL,
    found: [
      [1, "", "bridge-name"],
      [1, "", "alb-name"],
    ],
  },
  {
    id: "lists nested so deeply that a stack would overflow",
    text: `a: ${"[".repeat(20_000)}`,
    found: [[1, "", "yaml-depth"]],
  },
  {
    id: "maps nested so deeply that a stack would overflow",
    text: `${"{a: ".repeat(10_000)}1${"}".repeat(10_000)}`,
    found: [[1, "", "yaml-depth"]],
  },
];
