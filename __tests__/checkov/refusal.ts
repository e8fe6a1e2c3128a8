/** What a person may want to be told in one line, rather than where in the program it happened. */
export class Refusal extends Error {}
