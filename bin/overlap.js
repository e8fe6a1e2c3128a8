#!/usr/bin/env node
require("./current").run("cli/overlap");
