import { type FlowFormat, formatOfHeader, formatOfShape } from "./flow-format";
import { type FlowRecord, flowOf, type NoFlowLine, type NoRecord } from "./flow-record";
import { isAccessLine } from "./access-entry";
import { foreignLine, withoutExportTime } from "./foreign-logs";
import { faultAt, type LogFault } from "./log-fault";
import { type LogFile } from "./log-files";
import { type LogLine } from "./log-lines";

const AGAIN = "copy the file again";
const NAME_FORMAT = "name the fields in their order with --flow-log-format";

function faultOfFirst({ shown }: LogFile, { text, number }: LogLine): LogFault {
  if (isAccessLine(text))
    return faultAt("other-kind", shown, number, "is of an access log; name it with --access-logs instead");
  const foreign = foreignLine(text);
  if (foreign) return faultAt("other-kind", shown, number, `${foreign.what}, not a VPC flow log; name another file`);
  const isRecord = /\beni-[0-9a-f]+\b/.test(text) || /^[\w.: -]+ (ACCEPT|REJECT)\b/.test(text);
  return isRecord
    ? faultAt("no-header", shown, number, `no header line tells what the fields are; ${NAME_FORMAT}`)
    : faultAt(
        "other-kind",
        shown,
        number,
        "neither names fields of a VPC flow log nor is a record of one; name another file",
      );
}

function faultOfLine({ shown }: LogFile, { text, number }: LogLine, format: FlowFormat, fault: NoFlowLine): LogFault {
  if (isAccessLine(text))
    return faultAt("mixed", shown, number, `is of an access log, the lines before are of a flow log; ${AGAIN}`);
  const foreign = foreignLine(text);
  if (foreign) return faultAt("mixed", shown, number, `${foreign.what}, the lines before are of a flow log; ${AGAIN}`);
  if (fault.field !== undefined)
    return faultAt(fault.rule, shown, number, `${fault.field} can't be "${fault.value ?? ""}"; ${AGAIN}`);
  const words = `has ${fault.count} fields, and its flow log has ${format.length}`;
  return fault.rule === "cut-off"
    ? faultAt(fault.rule, shown, number, `is cut off: it ${words}; ${AGAIN}`)
    : faultAt(fault.rule, shown, number, `${words}; ${NAME_FORMAT}, or ${AGAIN}`);
}

/** What is read of one file of a flow log, line by line. */
export class FlowReader {
  private format: FlowFormat | undefined;

  constructor(
    private readonly file: LogFile,
    /** For files without a header line. */
    private readonly given: FlowFormat | undefined,
  ) {}

  /** The format of the line that was read last. */
  get current(): FlowFormat | undefined {
    return this.format;
  }

  /** @returns undefined for a header, and for a record of which nothing is needed */
  read(line: LogLine): FlowRecord | NoRecord | undefined {
    const text = withoutExportTime(line.text.trimEnd());
    if (text === "") return undefined;
    // Files that were put together have more than one header.
    const isFirst = this.format === undefined;
    const header = isFirst || (/^[a-z]/.test(text) && !text.startsWith("eni-")) ? formatOfHeader(text) : undefined;
    if (header && !foreignLine(text)) {
      this.format = header;
      return undefined;
    }
    const format = (this.format ??= header ? undefined : (this.given ?? formatOfShape(text)));
    if (!format) throw faultOfFirst(this.file, line);
    const read = flowOf(text, format);
    if (read.kind === "fault") throw this.faultOfRecord(line, format, { fault: read, isFirst });
    return read.kind === "unused" ? undefined : read;
  }

  private faultOfRecord(
    line: LogLine,
    format: FlowFormat,
    { fault, isFirst }: { fault: NoFlowLine; isFirst: boolean },
  ) {
    if (isFirst && (isAccessLine(line.text) || foreignLine(line.text))) return faultOfFirst(this.file, line);
    return faultOfLine(this.file, line, format, fault);
  }
}
