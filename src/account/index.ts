export { isCapture } from "./capture-file";
export { type Coverage, coverageOf } from "./coverage";
export { type InputFile } from "./input-files";
export { graphOfAccount } from "./read-account";
export { limitsTold, type LimitsTold } from "./limits-told";
export { readAnswers } from "./read-answers";
