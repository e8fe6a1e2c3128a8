export { actionReasonText } from "./action-reason";
export { deferredReasonText } from "./deferred-reason";
export { disagreementText } from "./disagreement";
export * from "./explanation";
export { familiesText, familyLines, familyText, leftOutLines } from "./family-words";
export * from "./hop";
export { reasonText, refusalText } from "./reason";
