#!/usr/bin/env node
// Runs the TypeScript sources as they are; types are checked by `npm run typecheck`, not at every start.
require("sucrase/register/ts");
require("./transpile-cache");
require("./main")
  .main(process.argv.slice(2), process)
  .then((code) => {
    process.exitCode = code;
  });
