export { type Experiment, experiment, isGood, layOut, MOST_SPACES, type Task, type TriedStatement } from "./experiment";
export { describeCheck, type TriedCheck } from "./health";
export { type LabNetwork } from "./network";
export { type Followed, type HopCount, type TriedRequest, urlOf } from "./requests";
export { labPath, missingRequirement, PACKAGES } from "./requirements";
export { endLab, enterCommand, type RunningLab, runningLabs } from "./running";
export { LabError, Sandbox } from "./sandbox";
