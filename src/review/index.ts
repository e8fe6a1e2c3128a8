export { toMarkdown } from "./markdown";
export { type Review, reviewPlan, type ReviewVerdict } from "./review";
