const base = require("../../jest.config");

/** @type {import("jest").Config} */
module.exports = {
  ...base,
  rootDir: "../..",
  roots: ["<rootDir>/__tests__/deploy"],
  testPathIgnorePatterns: ["/node_modules/"],
  globalSetup: "<rootDir>/__tests__/deploy/support/global-setup.ts",
  // A deployment takes minutes, most of them waits of the provider's own, so more of them run at once than there are cores.
  testTimeout: 20 * 60 * 1000,
  maxWorkers: 8,
  // A deployment that failed half-way must not keep the run from ending; what it started ends with it.
  forceExit: true,
};
