export * from "./bill";
export * from "./components";
export * from "./money";
export * from "./price-table";
export { AWS_PRICES } from "./aws-prices";
export { readPrices } from "./price-content";
