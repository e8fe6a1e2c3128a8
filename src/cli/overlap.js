#!/usr/bin/env node
require("./typescript");
require("./main")
  .main(process.argv.slice(2), process)
  .then((code) => {
    process.exitCode = code;
  });
