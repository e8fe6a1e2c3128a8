export { type Answer, type Reason } from "./answer";
export { formatOfOption } from "./flow-format";
export { LogFault } from "./log-fault";
export { logFilesOf } from "./log-files";
export { SKEW } from "./seconds";
export { CSV_HEADER, csvLine, isoOf, shownAnswer } from "./shown-answer";
export { connectionOf, timeOf } from "./selection";
export { type Question, type Summary, who } from "./join";
