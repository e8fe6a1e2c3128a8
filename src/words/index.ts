export { actionReasonText } from "./action-reason";
export { disagreementText } from "./disagreement";
export * from "./explanation";
export * from "./hop";
export { reasonText, refusalText } from "./reason";
