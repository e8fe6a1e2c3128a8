import { SMALL } from "../../config/bridge-texts";
import { bad, type Bad, type BadFile } from "../../support/bad-file";

const holding = (where: string, line: string, ...found: readonly Bad[]): BadFile =>
  bad(`an expression ${where}`, SMALL, [["\nclient:", `\n${line}\nclient:`]], found);

/** Expressions of Terraform's, which nothing here evaluates. */
export const TEMPLATE_FILES: readonly BadFile[] = [
  holding("in the middle of a tag", "tags: { Team: 'a ${var.x} b' }", [3, "tags.Team", "no-template"]),
  holding("as a tag's key", "tags: { '%{for x in y}': z }", [3, 'tags["%{for x in y}"]', "no-template"]),
  holding("in a token of cdktf's own", "tags: { Team: '${TfToken[TOKEN.0]}' }", [3, "tags.Team", "no-template"]),
  holding("escaped for Terraform, which text need not be", "tags: { Team: '$${x}' }", [3, "tags.Team", "no-template"]),
  holding("in a list", "zones: [a, '${b}']", [3, "zones[1]", "no-template"]),
];
