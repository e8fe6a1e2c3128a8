import { CAPTURE_KEY, CAPTURE_VERSION, type Capture, type CapturedPlace } from "../account/capture-file";
import { askPlace, type Progress, type TakeOptions } from "./asked-place";
import { CaptureFault } from "./capture-fault";
import { AwsRegion } from "./sdk";
import { type Asker, callerOf } from "./who";

/** How far a capture is. */
export interface CaptureProgress extends Progress {
  readonly account: string;
  readonly region: string;
}

export interface CaptureOptions extends Pick<TakeOptions, "tags" | "userDataHash"> {
  /** @default - nobody */
  readonly onProgress?: (progress: CaptureProgress) => void;
}

/** @throws CaptureFault for a place of which AWS tells nothing */
function refuseNothing({ account, region, calls }: CapturedPlace): CapturedPlace {
  const [first] = calls;
  if (first?.refused === undefined || calls.some(({ answer }) => answer !== undefined))
    return { account, region, calls };
  const told = calls.find(({ operation }) => operation === "DescribeVpcs")?.refused ?? first.refused;
  throw new CaptureFault(
    "nothing-answered",
    `${account} ${region}`,
    `AWS answers none of the calls in ${region} of ${account} (${told}); allow what docs/capture.md lists`,
  );
}

/**
 * Asks AWS for everything that the judge reads, in each Region that is named.
 * @throws CaptureFault with one line when it can't be asked; there is no half of a capture
 */
export async function capture(asker: Asker, options: CaptureOptions): Promise<Capture> {
  // Else the SDK writes of the coming end of some version of Node.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const { account, regions, credentials } = await callerOf(asker);
  const places: CapturedPlace[] = [];
  for (const region of regions) {
    const aws = new AwsRegion({ region, credentials });
    const onProgress = (progress: Progress): void => options.onProgress?.({ account, region, ...progress });
    try {
      const calls = await askPlace(aws.ask, { ...options, onProgress });
      places.push(refuseNothing({ account, region, calls }));
    } finally {
      await aws.end();
    }
  }
  return { [CAPTURE_KEY]: CAPTURE_VERSION, taken_at: new Date().toISOString(), places };
}
