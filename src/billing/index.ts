export { type GraphBill, type NotPriced, type ResourceCharge, billOf } from "./graph-bill";
export { type NoPrice } from "./charge-kinds";
