export { capture, type CaptureProgress } from "./capture";
export { CaptureFault } from "./capture-fault";
