#!/usr/bin/env node
require("./typescript");
// Whoever reads the output may stop early (`overlap matrix ... | head`): that is no error.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});
require("./main")
  .main(process.argv.slice(2), process)
  .then((code) => {
    process.exitCode = code;
  });
