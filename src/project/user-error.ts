/** Bad input or a bad command line: one line for the user, no stack trace. */
export class UserError extends Error {}
