const { Testing } = require("cdktf");

// Adds cdktf's matchers (toHaveResourceWithProperties and the like) to every test file.
Testing.setupJest();
