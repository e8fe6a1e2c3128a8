/** The ports that probes come from (those that Linux hosts send from) begin with this one. */
export const FIRST_MARK = 32768;
