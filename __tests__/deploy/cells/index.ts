import { ADDRESS_ROWS } from "./address-rows";
import { ADOPTED_ROWS } from "./adopted-rows";
import { type Row } from "./cell";
import { FILTER_ROWS } from "./filter-rows";
import { ROUTE_ROWS } from "./route-rows";
import { SILENT_ROWS } from "./silent-rows";

export const ROWS: readonly Row[] = [...ROUTE_ROWS, ...FILTER_ROWS, ...ADDRESS_ROWS, ...SILENT_ROWS, ...ADOPTED_ROWS];
