import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/**
 * The house: which folders of src/ each folder may import. Arrows point one way.
 * The writing half (config, address-plan, constructs, stacks) and the judging half (terraform, topology,
 * reachability, review, diagram, lab) meet only in Terraform's own JSON; only main.ts and cli/ know both.
 */
const HOUSE = {
  ipv4: [],
  escape: [],
  config: ["ipv4"],
  "address-plan": ["ipv4", "config"],
  constructs: ["ipv4", "config", "address-plan"],
  stacks: ["ipv4", "config", "address-plan", "constructs"],
  terraform: ["ipv4"],
  topology: ["ipv4", "terraform"],
  reachability: ["ipv4", "terraform", "topology"],
  review: ["ipv4", "terraform", "topology", "reachability", "diagram"],
  diagram: ["ipv4", "terraform", "topology", "reachability"],
  lab: ["ipv4", "terraform", "topology", "reachability"],
};
/** Whoever shows a text may escape it; what is imported by all imports nothing. */
const FOR_ALL = ["escape"];
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
      regex: `^(\\.\\./)+(src/)?(${[...forbidden, "cli"].join("|")})(/|$)`,
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
  { ignores: [".gen/", "cdktf.out/", "node_modules/", "coverage/", "test-results/"] },
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
    // Whatever is printed passes through Io, which makes visible what hides or steers in it.
    files: ["src/**/*.ts", "main.ts"],
    rules: {
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "MemberExpression[object.name='process'][property.name=/^(stdout|stderr)$/]",
          message: "print with Io of src/cli/io.ts, which escapes what comes from elsewhere",
        },
        {
          selector: "VariableDeclarator[init.name='process'] Property[key.name=/^(stdout|stderr)$/]",
          message: "print with Io of src/cli/io.ts, which escapes what comes from elsewhere",
        },
        {
          selector: "CallExpression[callee.property.name='write'][callee.object.property.name=/^(stdout|stderr)$/]",
          message: "print with Io of src/cli/io.ts, which escapes what comes from elsewhere",
        },
      ],
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
