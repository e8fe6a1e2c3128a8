export { nearest } from "../naming/nearest";
