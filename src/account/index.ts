export { isCapture } from "./capture-file";
export { type Coverage, coverageOf } from "./coverage";
export { graphOfAccount } from "./read-account";
export { limitsTold, type LimitsTold } from "./limits-told";
export { readAnswers } from "./read-answers";
