import { python } from "./support/python";

// What takes a new machine half a minute before the first deployment: `.ci/run` has it done while it installs the rest.
python();
