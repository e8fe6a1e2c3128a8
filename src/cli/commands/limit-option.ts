import { type Command, InvalidArgumentError } from "commander";
import { type GivenLimits, LIMIT_NAMES, type LimitName, LIMITS, setLimits } from "../../limits";

function isLimit(name: string): name is LimitName {
  return (LIMIT_NAMES as readonly string[]).includes(name);
}

/** `work=20000000`, beside what was given before. @throws InvalidArgumentError for what is no limit */
function withLimit(text: string, before: GivenLimits = {}): GivenLimits {
  const [name = "", number = "", ...rest] = text.split("=");
  const isNumber = /^[1-9]\d{0,14}$/.test(number) && rest.length === 0;
  if (!isLimit(name) || !isNumber)
    throw new InvalidArgumentError(`Write one of ${LIMIT_NAMES.map((one) => `${one}=NUMBER`).join(", ")}.`);
  return { ...before, [name]: Number(number) };
}

const DEFAULTS = LIMIT_NAMES.map((name) => `${name}=${LIMITS[name].default}`).join(", ");

/** Gives every command the option that raises limits. */
export function addLimitOption(program: Command): void {
  for (const command of program.commands)
    command.option(
      "--limit <name=number>",
      `work more than by default: ${DEFAULTS}; may be given several times`,
      withLimit,
    );
  program.hook("preAction", (_, action) => {
    const { limit } = action.opts<{ limit?: GivenLimits }>();
    setLimits(limit ?? {});
  });
}
