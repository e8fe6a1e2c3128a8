export * from "./explanation";
export * from "./hop";
export { reasonText } from "./reason";
