import { join } from "node:path";

/** The folder of an output folder that has a folder for each stack. */
export const STACKS_FOLDER = "stacks";
/** What tells the cdktf CLI which stacks there are. */
export const MANIFEST = "manifest.json";
/** A stack's own file, by its format. */
export const FORMATS = { json: "cdk.tf.json", hcl: "cdk.tf" } as const;
/** How the cdktf CLI tells an app to write HCL. */
export const HCL_VARIABLE = "SYNTH_HCL_OUTPUT";

export type StackFormat = keyof typeof FORMATS;

/** A stack's own file in an output folder. */
export function stackFile(outdir: string, name: string, format: StackFormat = "json"): string {
  return join(outdir, STACKS_FOLDER, name, FORMATS[format]);
}

/** The format that the environment asks for. */
export function askedFormat(): StackFormat {
  return process.env[HCL_VARIABLE] === "true" ? "hcl" : "json";
}
