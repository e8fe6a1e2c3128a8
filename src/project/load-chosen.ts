import { type Loaded, loadBridge } from "../config/load";
import { LARGEST_FILE_BYTES, textOf } from "../config/source-file";
import { readAtMost, STDIN } from "../terraform/read-bytes";
import { type ChosenFile, shownAs } from "./chosen-files";

/** Standard input as a bridge file: its stack has this name. */
const STDIN_FILE = "stdin.yaml";

function fromStdin(shown: string): ReturnType<typeof textOf> {
  try {
    return textOf(readAtMost(STDIN, 0, LARGEST_FILE_BYTES), shown);
  } catch {
    const place = { file: shown, line: 1, column: 1, path: [], value: "" };
    const fix = "give it a bridge file, as in overlap check - < bridge.yaml";
    return { fault: { ...place, rule: "file-readable", message: "can't be read", fix } };
  }
}

/** Reads a bridge file that was chosen. Never throws for bad input. */
export function loadChosen(file: ChosenFile): Loaded {
  const loaded =
    file.path === STDIN
      ? loadBridge(STDIN_FILE, file.shown, (_, shown) => fromStdin(shown))
      : loadBridge(file.path, file.shown);
  return "faults" in loaded ? { ...loaded, faults: loaded.faults.map((fault) => shownAs(file, fault)) } : loaded;
}
