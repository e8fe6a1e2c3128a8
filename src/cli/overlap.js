#!/usr/bin/env node
const { CACHE, isOff, keepAs } = require("./typescript");

const args = process.argv.slice(2);
const COMMANDS = ["synth", "check", "verify", "trace", "matrix", "review"];
const isHelp = args.some((arg) => arg === "--help" || arg === "-h");
keepAs(COMMANDS.includes(args[0]) && !isHelp ? `overlap-${args[0]}` : "overlap");

// Whoever reads the output may stop early (`overlap matrix ... | head`): that is no error.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});
const { stdout, stderr } = process;
require("./main")
  .main(args, { stdout, stderr, cwd: () => process.cwd(), ...(!isOff && { cache: CACHE }) })
  .then((code) => {
    process.exitCode = code;
  });
