export { DEEPEST, isTooDeep } from "./depth";
export { LimitFault } from "./limit-fault";
export { type GivenLimits, LIMIT_NAMES, type LimitName, limitOf, LIMITS, setLimits, workedOn, workOn } from "./limits";
export { Meter, tooMuch } from "./meter";
export { mayMove, moveWhenLarge, WorkApart } from "./work-apart";
