export { HIDDEN, hides, masked } from "./masks";
export { secretsOfPlan, secretsOfState } from "./of-plan";
export { secretsOfSynth } from "./of-synth";
export { NO_SECRETS, Secrets } from "./secrets";
