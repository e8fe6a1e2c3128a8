export * from "./bill";
export * from "./components";
export * from "./money";
export * from "./price-table";
export { AWS_PRICES } from "./aws-prices";
export { type PriceFault, readPrices } from "./price-content";
