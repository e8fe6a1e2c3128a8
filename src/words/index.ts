export { actionReasonText } from "./action-reason";
export * from "./explanation";
export * from "./hop";
export { reasonText, refusalText } from "./reason";
