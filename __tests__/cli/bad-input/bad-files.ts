import { ADDRESS_FILES } from "./address-files";
import { type BadFile } from "../../support/bad-file";
import { CONTRADICTION_FILES } from "./contradiction-files";
import { MANIFOLD_FILES } from "./manifold-files";
import { NAME_FILES } from "./name-files";
import { TEMPLATE_FILES } from "./template-files";
import { VALUE_FILES } from "./value-files";
import { YAML_FILES } from "./yaml-files";

/** Every bad bridge file of the tables, by what is wrong with it. */
export const BAD_FILES: Readonly<Record<string, readonly BadFile[]>> = {
  "no YAML, or no bridge": YAML_FILES,
  "a wrong value": VALUE_FILES,
  "a name that can be none": NAME_FILES,
  "an expression of Terraform's": TEMPLATE_FILES,
  "a contradiction": CONTRADICTION_FILES,
  "wrong addresses": ADDRESS_FILES,
  "many faults": MANIFOLD_FILES,
};
