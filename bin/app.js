// What the cdktf CLI starts before each of its commands (cdktf.json).
require("./current").run("app/main");
