import { SMALL } from "../../config/bridge-texts";
import { bad, type BadFile } from "./bad-file";

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
    what: "empty",
    text: "",
    lines: [
      "bridges/bad.yaml:1:1: the file is empty; write a bridge, e.g. a copy of bridges/article.yaml [yaml-empty]",
    ],
  },
  {
    what: "only white space",
    text: " \n\n",
    lines: [
      "bridges/bad.yaml:1:1: the file is empty; write a bridge, e.g. a copy of bridges/article.yaml [yaml-empty]",
    ],
  },
  {
    what: "only a comment",
    text: "# to do\n",
    lines: [
      "bridges/bad.yaml:1:1: the file is empty; write a bridge, e.g. a copy of bridges/article.yaml [yaml-empty]",
    ],
  },
  {
    what: "only a document marker",
    text: "---\n",
    lines: [
      "bridges/bad.yaml:1:1: the file is empty; write a bridge, e.g. a copy of bridges/article.yaml [yaml-empty]",
    ],
  },
  {
    what: "a text",
    text: "bridge\n",
    lines: [
      "bridges/bad.yaml:1:1: the file is a string, not a map of keys and values; write a bridge, e.g. a copy of bridges/article.yaml [type]",
    ],
  },
  {
    what: "a list",
    text: "- bridge\n",
    lines: [
      "bridges/bad.yaml:1:1: the file is a list, not a map of keys and values; write a bridge, e.g. a copy of bridges/article.yaml [type]",
    ],
  },
  {
    what: "no YAML: a quote that never ends",
    text: 'region: "us-east-1\n',
    lines: ['bridges/bad.yaml:2:1: is not valid YAML: Missing closing "quote; write valid YAML 1.2 [yaml]'],
  },
  {
    what: "no YAML: a colon too many",
    text: "region: us: east\n",
    lines: [
      "bridges/bad.yaml:1:9: is not valid YAML: Nested mappings are not allowed in compact mappings; write valid YAML 1.2 [yaml]",
    ],
  },
  {
    what: "no YAML: a template",
    text: "region: {{ region }}\n",
    lines: ["bridges/bad.yaml:1:10: this key is no name; write a plain word as the key [yaml-key]"],
  },
  {
    what: "no YAML: a merge conflict",
    text: `<<<<<<< HEAD\n${SMALL}`,
    lines: [
      "bridges/bad.yaml:1:1: is not valid YAML: Implicit keys need to be on a single line; write valid YAML 1.2 [yaml]",
    ],
  },
  bad(
    "no YAML: wrong indentation",
    SMALL,
    [["  http: { port", " https:\n  http: { port"]],
    [
      "bridges/bad.yaml:19:2: listeners.https.certificates: is missing; write a list [required]",
      "bridges/bad.yaml:20:3: listeners.https.http: is no key of a bridge file here; write one of port, certificates, tls_policy [unknown-key]",
    ],
  ),
  bad(
    "a tab",
    SMALL,
    [["  subnets:\n    clients", "\tsubnets:\n    clients"]],
    ["bridges/bad.yaml:5:1: is not valid YAML: Tabs are not allowed as indentation; indent with spaces [yaml-tab]"],
  ),
  bad(
    "duplicate key at the top",
    SMALL,
    [["listeners:", "region: us-east-2\nlisteners:"]],
    ["bridges/bad.yaml:18:1: the key region is there already; write each key once [yaml-duplicate-key]"],
  ),
  bad(
    "duplicate service",
    SMALL,
    [["  shop:", "  shop: { targets: [10.64.0.11] }\n  shop:"]],
    ["bridges/bad.yaml:22:3: the key shop is there already; write each key once [yaml-duplicate-key]"],
  ),
  bad(
    "two documents",
    SMALL,
    [["services:", "---\nservices:"]],
    ["bridges/bad.yaml:20:1: a second document begins; write one bridge per file [yaml-documents]"],
  ),
  bad(
    "an alias of nothing",
    SMALL,
    [["targets: [10.64.0.10]", "targets: *servers"]],
    ["bridges/bad.yaml:22:14: *servers refers to no anchor before it; write the value out [yaml-alias]"],
  ),
  {
    what: "anchors that explode",
    text: LAUGHS,
    lines: [
      "bridges/bad.yaml:1:1: aliases multiply the file's size; write the values out instead of using * aliases [yaml-aliases]",
    ],
  },
  bad(
    "an anchor that holds itself",
    SMALL,
    [["targets: [10.64.0.10]", "targets: &t [*t]"]],
    ["bridges/bad.yaml:22:18: services.shop.targets[0]: is a list, not text; write text [type]"],
  ),
  bad(
    "a fault by way of an alias",
    SMALL,
    [
      ["port: 80 }", "port: &p 99999 }"],
      ["    port: 80", "    port: *p"],
    ],
    [
      "bridges/bad.yaml:19:20: listeners.http.port: 99999 must be at most 65535; write 65535 or fewer [range]",
      "bridges/bad.yaml:23:11: services.shop.port: 99999 must be at most 65535; write 65535 or fewer [range]",
    ],
  ),
  bad(
    "a tag of its own",
    SMALL,
    [["us-east-1", "!Ref Region"]],
    ["bridges/bad.yaml:1:9: is not valid YAML: Unresolved tag: !Ref; write valid YAML 1.2 [yaml]"],
  ),
  bad(
    "a tag that JSON has no value for",
    SMALL,
    [["[10.64.0.10]", "!!set { 10.64.0.10 }"]],
    ["bridges/bad.yaml:22:14: is not valid YAML: Unresolved tag: tag:yaml.org,2002:set; write valid YAML 1.2 [yaml]"],
  ),
  bad(
    "a list as a key",
    SMALL,
    [["  shop:", "  [shop, api]:"]],
    ["bridges/bad.yaml:21:3: this key is no name; write a plain word as the key [yaml-key]"],
  ),
  bad(
    "a key that is nothing",
    SMALL,
    [["  shop:", "  ~:"]],
    ["bridges/bad.yaml:21:3: this key is no name; write a plain word as the key [yaml-key]"],
  ),
  bad(
    "the key __proto__",
    SMALL,
    [["  shop:", "  __proto__: { targets: [10.64.0.11] }\n  shop:"]],
    ["bridges/bad.yaml:21:3: this key is no name; write a plain word as the key [yaml-key]"],
  ),
  bad(
    "a merge key, which YAML 1.2 has none of",
    SMALL,
    [["    port: 80", "    <<: { port: 80 }"]],
    [
      'bridges/bad.yaml:23:5: services.shop["<<"]: is no key of a bridge file here; write one of port, protocol, health, match, listeners, priority [unknown-key]',
    ],
  ),
  {
    what: "a fault behind Windows line ends and a byte order mark",
    text: `\uFEFF${SMALL.replaceAll("\n", "\r\n").replace("port: 80\r\n", "port: 0\r\n")}`,
    lines: ["bridges/bad.yaml:23:11: services.shop.port: 0 must be at least 1; write 1 or more [range]"],
  },
  {
    what: "bytes that are no UTF-8",
    text: Buffer.from("region: \u00e9\n", "latin1"),
    lines: ["bridges/bad.yaml:1:1: is not UTF-8 text; save it as UTF-8 [file-readable]"],
  },
  {
    what: "UTF-16",
    text: Buffer.from(`\uFEFF${SMALL}`, "utf16le"),
    lines: ["bridges/bad.yaml:1:1: is not UTF-8 text; save it as UTF-8 [file-readable]"],
  },
  {
    what: "a gigantic file",
    text: Buffer.alloc(10 * 1024 * 1024, "# ten megabytes\n"),
    lines: [
      "bridges/bad.yaml:1:1: has 10485760 bytes, more than the 1048576 a bridge may have; split it into several bridges [file-size]",
    ],
  },
  {
    what: "a file name that can be no stack's",
    file: "My_Bridge.yaml",
    text: SMALL,
    lines: [
      'bridges/My_Bridge.yaml:1:1: the file name "My_Bridge" must be lower-case letters, digits and single inner hyphens, at most 24; rename the file: its name is the stack\'s [bridge-name]',
    ],
  },
  {
    what: "a file name that is too long",
    file: `${"a".repeat(25)}.yaml`,
    text: SMALL,
    lines: [
      'bridges/aaaaaaaaaaaaaaaaaaaaaaaaa.yaml:1:1: the file name "aaaaaaaaaaaaaaaaaaaaaaaaa" must be lower-case letters, digits and single inner hyphens, at most 24; rename the file: its name is the stack\'s [bridge-name]',
      'bridges/aaaaaaaaaaaaaaaaaaaaaaaaa.yaml:1:1: the ALB\'s name "overlap-aaaaaaaaaaaaaaaaaaaaaaaaa" is longer than 32 characters; write alb.name [alb-name]',
    ],
  },
];
