export { table } from "../../escape/columns";
