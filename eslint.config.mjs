import { readFileSync } from "node:fs";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/**
 * The house: which folders of src/ each folder may import. Arrows point one way; __tests__/house.test.ts looks for circles
 * too, those of types and of imports at run time included, which no-cycle and no-restricted-imports do not see.
 * The writing half (config, address-plan, constructs, stacks) and the judging half (terraform, topology,
 * reachability, words, review, diagram, lab, security-hub) meet only in Terraform's own JSON and in requirements/, which says
 * what a bridge promises; project/ and questions/ stand on it, and nobody imports cli/ but main.ts and maintenance/.
 */
const HOUSE = JSON.parse(readFileSync(new URL("src/house.json", import.meta.url), "utf8"));
/** What stands on all rooms; no room imports it. */
const ABOVE = ["cli", "maintenance"];
/** Commands that show something of the input that they are given. */
const SHOWING = ["draw", "lab", "matrix", "review", "trace", "verify"];
/** Whoever shows a text may escape it, and both halves read how people name ends; what is imported by all imports nothing. */
const FOR_ALL = ["escape", "naming"];
/** A pattern made of input takes as long as whoever wrote it likes, and one made of data is easily made of input one day. */
const LINEAR = [
  ...["NewExpression", "CallExpression"].map((kind) => ({
    selector: `${kind}[callee.name="RegExp"]:not([arguments.0.type="Literal"])`,
    message: "no regular expression is made from input: write a literal, or a matcher that takes linear time",
  })),
  {
    selector:
      'CallExpression[callee.property.name=/^(match|matchAll|search)$/]:not([arguments.0.type="Literal"]):not([arguments.0.type="Identifier"][arguments.0.name=/^[A-Z_]+$/])[callee.object.type!="ThisExpression"]',
    message: "match, matchAll and search make a regular expression of a text: give them a literal or a constant",
  },
];
/** Whatever is printed passes through Io, which makes visible what hides or steers in it. */
const PRINTS_WITH_IO = [
  {
    selector: "MemberExpression[object.name='process'][property.name=/^(stdout|stderr)$/]",
    message: "print with Io of src/cli/output/io.ts, which escapes what comes from elsewhere",
  },
  {
    selector: "VariableDeclarator[init.name='process'] Property[key.name=/^(stdout|stderr)$/]",
    message: "print with Io of src/cli/output/io.ts, which escapes what comes from elsewhere",
  },
  {
    selector: "CallExpression[callee.property.name='write'][callee.object.property.name=/^(stdout|stderr)$/]",
    message: "print with Io of src/cli/output/io.ts, which escapes what comes from elsewhere",
  },
];
/**
 * Between modules travels data. What a sentence says, its maker says as a field too; addresses are read by
 * terraform/address.ts. Sentences are made, and cut to fit, where something is shown.
 */
const SENTENCES = "/^(message|text|reason|note|rewrite|label|title|advice|address)$/";
const NAMED = "/^(message|reason|rewrite|label|title|advice|address)$/";
const CUTTING = "/^(startsWith|endsWith|split|match|matchAll|replace|replaceAll|includes|indexOf|slice|substring)$/";
const NO_SENTENCE_TAKEN_APART = [
  `CallExpression[callee.property.name=${CUTTING}][callee.object.property.name=${SENTENCES}]`,
  `CallExpression[callee.property.name=${CUTTING}][callee.object.name=${NAMED}]`,
  `CallExpression[callee.property.name=/^(test|exec)$/][arguments.0.property.name=${SENTENCES}]`,
  `CallExpression[callee.property.name=/^(test|exec)$/][arguments.0.name=${NAMED}]`,
].map((selector) => ({
  selector,
  message: "don't take a text apart that another module made: let it say the same as data",
}));
/** Whoever hands judgements on; cli/ and words/ say them. */
const JUDGING = "topology reachability requirements review diagram lab security-hub project questions".split(" ");
/** Where pictures are put into letters. */
const DRAWING = ["dot", "for-programs", "layout", "mermaid", "mermaid-ids", "svg", "text"];
const WRITING_WITH_CDKTF = ["constructs", "stacks"];

const BARREL = {
  name: "@cdktf/provider-aws",
  message: "import @cdktf/provider-aws/lib/<resource>: the barrel costs two seconds",
};
const CDKTF = { regex: "^(cdktf|constructs|@cdktf/.*)(/.*)?$", message: "only constructs/ and stacks/ know cdktf" };

function houseRule(folder, allowed) {
  const forbidden = Object.keys(HOUSE).filter((other) => ![folder, ...FOR_ALL, ...allowed].includes(other));
  const patterns = [
    {
      regex: `^(\\.\\./)+(src/)?(${[...forbidden, ...ABOVE].join("|")})(/|$)`,
      message: `src/${folder} may import only ${["itself", ...allowed].join(", ")} (see the house in eslint.config.mjs)`,
    },
  ];
  if (!WRITING_WITH_CDKTF.includes(folder)) patterns.push(CDKTF);
  return {
    files: [`src/${folder}/**/*.ts`],
    rules: { "no-restricted-imports": ["error", { paths: [BARREL], patterns }] },
  };
}

export default tseslint.config(
  { ignores: [".gen/", "cdktf.out/", "dist/", "examples/", "node_modules/", "coverage/", "test-results/"] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver()] },
    rules: {
      "import-x/no-cycle": "error",
      "no-restricted-imports": ["error", { paths: [BARREL] }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: "error",
    },
  },
  ...Object.entries(HOUSE).map(([folder, allowed]) => houseRule(folder, allowed)),
  {
    // A construct's constructor is its whole effect: `new Route(this, ...)` is a statement here.
    files: ["src/constructs/**/*.ts", "src/stacks/**/*.ts"],
    rules: { "no-new": "off" },
  },
  {
    files: ["src/**/*.ts", "main.ts"],
    rules: {
      "no-console": "error",
      "no-restricted-syntax": ["error", ...LINEAR, ...PRINTS_WITH_IO],
    },
  },
  {
    // What makes an Io of the process's own streams, and listens to what goes wrong with them.
    files: ["src/cli/overlap.ts"],
    rules: { "no-restricted-syntax": ["error", ...LINEAR] },
  },
  {
    files: JUDGING.map((room) => `src/${room}/**/*.ts`),
    ignores: ["src/review/markdown/**", ...DRAWING.map((name) => `src/diagram/${name}.ts`)],
    rules: { "no-restricted-syntax": ["error", ...LINEAR, ...PRINTS_WITH_IO, ...NO_SENTENCE_TAKEN_APART] },
  },
  {
    // What a command prints of an input goes through one place that knows what may not be shown. A rule for the judging
    // half's formatters instead would let a sentence through that holds a sensitive text and formats nothing.
    files: SHOWING.map((name) => `src/cli/commands/${name}.ts`),
    rules: {
      "no-restricted-syntax": [
        "error",
        ...LINEAR,
        ...PRINTS_WITH_IO,
        {
          selector:
            "CallExpression[callee.property.name=/^(json|jsonLines|lines)$/][callee.object.property.name='stdout'] > :not(CallExpression[callee.name='withoutSecrets']).arguments",
          message: "print with withoutSecrets (src/cli/output/shown.ts): it hides what is sensitive",
        },
      ],
    },
  },
  {
    // What takes more than four values has a thing that it doesn't name yet.
    files: ["src/**/*.ts", "main.ts"],
    rules: {
      "max-params": ["error", 4],
      "max-lines-per-function": ["error", { max: 50, IIFEs: true }],
      "max-lines": ["error", 400],
      "import-x/consistent-type-specifier-style": ["error", "prefer-inline"],
    },
  },
  {
    files: ["**/*.js", "**/*.mjs"],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ["**/*.js"],
    rules: { ...tseslint.configs.disableTypeChecked.rules, "@typescript-eslint/no-require-imports": "off" },
  },
);
