import { codeOf, fatalFault } from "../../src/capture/aws-errors";
import { CaptureFault } from "../../src/capture/capture-fault";

/** An error as the SDK makes it of AWS's answer. */
const answered = (name: string, status = 400) =>
  Object.assign(new Error("words"), { name, $metadata: { httpStatusCode: status } });
const network = (code: string) => Object.assign(new Error("words"), { code, $metadata: { attempts: 3 } });

describe("an error of the SDK", () => {
  test.each([
    "UnauthorizedOperation",
    "AccessDenied",
    "AccessDeniedException",
    "OptInRequired",
    "Throttling",
    "InvalidAction",
    "LoadBalancerNotFound",
  ])("is AWS's refusal of one question: %s", (code) => {
    expect(fatalFault(answered(code, 403), "us-east-1")).toBeUndefined();
    expect(codeOf(answered(code))).toBe(code);
  });

  test.each([
    ["ExpiredToken", "expired", "ExpiredToken"],
    ["RequestExpired", "expired", "RequestExpired"],
    ["ExpiredTokenException", "expired", "ExpiredTokenException"],
    ["InvalidClientTokenId", "credentials", "InvalidClientTokenId"],
    ["SignatureDoesNotMatch", "credentials", "SignatureDoesNotMatch"],
    ["UnrecognizedClientException", "credentials", "UnrecognizedClientException"],
    ["AuthFailure", "no-region", "us-east-1"],
  ])("ends the capture: %s is %s", (code, rule, input) => {
    expect(fatalFault(answered(code, 401), "us-east-1")).toMatchObject({ rule, input });
  });

  test.each(["ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "EAI_AGAIN", "ECONNRESET"])(
    "ends it where nobody answers: %s",
    (code) => {
      const fault = fatalFault(network(code), "us-east-1");
      expect(fault).toMatchObject({ rule: "no-network", input: "us-east-1" });
      expect(fault?.message).toContain(code);
    },
  );

  test("of several addresses tells the first one's", () => {
    const error = Object.assign(new AggregateError([network("ECONNREFUSED")], "words"), {});
    expect(fatalFault(error, "us-east-1")?.message).toContain("ECONNREFUSED");
  });

  test("of our own stays what it is", () => {
    const fault = new CaptureFault("profile", "p", "words");
    expect(fatalFault(fault, "us-east-1")).toBe(fault);
  });

  test.each(["a b", "", "x\u001b[2J", "A".repeat(200)])("shows no code that is none: %j", (name) => {
    expect(codeOf(answered(name))).toBe("UnknownError");
  });
});
