/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  // `npm run test:deploy` runs those: they need Python and minutes.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/__tests__/deploy/"],
  globalSetup: "<rootDir>/__tests__/support/build-once.ts",
  setupFilesAfterEnv: ["<rootDir>/setup.js"],
  // Types are checked by `npm run typecheck`; here each file is only transpiled (isolatedModules), which keeps the run short.
  transform: {
    "^.+\\.ts$": ["ts-jest", { tsconfig: "tsconfig.json" }],
    // Published as ES modules only; Jest under Node 20 cannot require those.
    "node_modules/(cidr-tools|ip-bigint|@hpcc-js/wasm-graphviz|@actions/expressions)/.+\\.js$": [
      "ts-jest",
      { tsconfig: { allowJs: true, isolatedModules: true } },
    ],
  },
  transformIgnorePatterns: ["node_modules/(?!(cidr-tools|ip-bigint|@hpcc-js/wasm-graphviz|@actions/expressions)/)"],
  moduleNameMapper: { "^@actions/expressions$": "<rootDir>/node_modules/@actions/expressions/dist/index.js" },
  moduleFileExtensions: ["ts", "js", "json"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/dist"],
  testTimeout: 60000,
  // Half of the time is spent waiting for Terraform, so every core gets a worker; the default leaves one idle.
  maxWorkers: "100%",
};
