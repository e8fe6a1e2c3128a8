export { type GraphBill, type ResourceCharge, billOf } from "./graph-bill";
