import { hashedUserData } from "../../src/capture/user-data-hash";

test("of user data the SHA-256 of their bytes is left, and nothing else", () => {
  const answer = { InstanceId: "i-1", UserData: { Value: Buffer.from("hello").toString("base64") }, EbsOptimized: {} };
  // printf hello | sha256sum
  const UserDataSha256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
  expect(hashedUserData(answer)).toEqual({ InstanceId: "i-1", UserDataSha256 });
});

test("of an instance without user data nothing is left but its id", () => {
  expect(hashedUserData({ InstanceId: "i-1", UserData: {} })).toEqual({ InstanceId: "i-1" });
  expect(hashedUserData({})).toEqual({});
});
