import { type AccessEntry, entryOf, isAccessLine } from "./access-entry";
import { formatOfHeader, formatOfShape } from "./flow-format";
import { foreignLine } from "./foreign-logs";
import { faultAt, type LogFault } from "./log-fault";
import { type LogFile } from "./log-files";
import { type LogLine } from "./log-lines";

const AGAIN = "copy the file again";

/** What is read of one file of access logs, line by line. */
export class AccessReader {
  private fields = 0;

  constructor(private readonly file: LogFile) {}

  read(line: LogLine): AccessEntry {
    if (!isAccessLine(line.text)) throw this.faultOfOther(line);
    const entry = entryOf(line.text);
    const { shown } = this.file;
    const { number } = line;
    if (entry.kind === "fault") {
      if (entry.field !== undefined)
        throw faultAt(entry.rule, shown, number, `${entry.field} can't be "${entry.value ?? ""}"; ${AGAIN}`);
      throw faultAt(entry.rule, shown, number, `is cut off; ${AGAIN}`);
    }
    if (line.isOpen && entry.count < this.fields) throw faultAt("cut-off", shown, number, `is cut off; ${AGAIN}`);
    this.fields = entry.count;
    return entry;
  }

  private faultOfOther({ text, number, isOpen }: LogLine): LogFault {
    const { shown } = this.file;
    const isFirst = this.fields === 0;
    const [rule, before] = isFirst
      ? ["other-kind", "name another file"]
      : ["mixed", `the lines before are of an access log; ${AGAIN}`];
    if (formatOfHeader(text) ?? formatOfShape(text))
      return faultAt(
        rule,
        shown,
        number,
        `is of a VPC flow log; ${isFirst ? "name it with --flow-logs instead" : before}`,
      );
    const foreign = foreignLine(text);
    if (foreign) return faultAt(rule, shown, number, `${foreign.what}, not an access log of an ALB or NLB; ${before}`);
    if (isOpen && !isFirst) return faultAt("cut-off", shown, number, `is cut off; ${AGAIN}`);
    return faultAt(rule, shown, number, `is no entry of an access log of an ALB or NLB; ${before}`);
  }
}
