export { type Answer, type Reason } from "./answer";
export { type FlowFormat, formatOfOption } from "./flow-format";
export { LogFault } from "./log-fault";
export { logFilesOf } from "./log-files";
export { type Candidate } from "./pairing";
export { SKEW } from "./seconds";
export { connectionOf, type Selection, timeOf } from "./selection";
export { type Progress, type Question, type Summary, who } from "./join";
