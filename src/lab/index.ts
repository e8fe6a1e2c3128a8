export {
  type Experiment,
  experiment,
  isGood,
  judgeAll,
  layOut,
  MOST_SPACES,
  type Task,
  type TriedStatement,
} from "./experiment";
export { experimentJson } from "./experiment-json";
export { interruptible } from "./interruptible";
export { describeCheck, type TriedCheck } from "./health";
export { type LabNetwork } from "./lab-network";
export { type Followed, type HopCount } from "./following";
export { urlOf } from "./http-request";
export { type TriedRequest } from "./requests";
export { labPath, missingRequirement, PACKAGES } from "./requirements";
export { enterLab, spacesOf } from "./entering";
export { endLab, labsHere, type RunningLab, runningLabs, type Stranger } from "./running";
export { LabError, Sandbox, type Waiting } from "./sandbox";
export { hostText } from "./space";
