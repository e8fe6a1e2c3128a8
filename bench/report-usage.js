// Preloaded into each measured process: tells on file descriptor 3, at exit, what the process has used.
const { writeSync } = require("node:fs");

process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  const usage = { cpuMs: (user + system) / 1000, peakMb: (process.resourceUsage().maxRSS * 1024) / 1e6 };
  writeSync(3, JSON.stringify(usage));
});
