import { type Disagreement } from "../terraform";

function why({ kind, name }: Disagreement): string {
  switch (kind) {
    case "unreadable":
      return `they ${name}`;
    case "missing module":
      return "they are not there; run terraform init";
    case "only in plan":
      return `${name} is in the plan alone`;
    case "only in sources":
      return `${name} is in the sources alone`;
    case "other value":
      return `${name} has another value in the plan`;
    case "other references":
      return `${name} refers to something else in the plan`;
    case "other instances":
      return `${name} has other instances in the plan`;
    case "other link":
      return `${name} leads to something else in the plan`;
    case "cycle":
      return `${name} refers to itself`;
    case "too much work":
      return "working them out takes too much; raise that with --limit work=NUMBER";
  }
}

/** Why the sources of a module are not believed. */
export function disagreementText(one: Disagreement): string {
  const whose = one.module === "" ? "the root module" : one.module;
  return `the sources of ${whose} are not believed: ${why(one)}`;
}
