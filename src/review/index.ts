export { type Comparison, compareReviews, type ReviewDifference, isReview } from "./against";
export { toMarkdown } from "./markdown";
export { type Beside } from "./networks";
export { shownReview } from "./shown-review";
export { type Review, reviewPlan } from "./review";
