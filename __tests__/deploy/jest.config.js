const { totalmem } = require("node:os");
const base = require("../../jest.config");

/** What a deployment takes at most: Jest, the emulator, Terraform and its provider. */
const BYTES = 1.5e9;

/** @type {import("jest").Config} */
module.exports = {
  ...base,
  rootDir: "../..",
  roots: ["<rootDir>/__tests__/deploy"],
  testPathIgnorePatterns: ["/node_modules/"],
  globalSetup: "<rootDir>/__tests__/deploy/support/global-setup.ts",
  // A deployment takes minutes, most of them waits of the provider's own, so all of them run at once, however few cores there
  // are, if there is the memory.
  testTimeout: 20 * 60 * 1000,
  maxWorkers: Math.min(9, Math.max(1, Math.floor(totalmem() / BYTES))),
  // A deployment that failed half-way must not keep the run from ending; what it started ends with it.
  forceExit: true,
};
