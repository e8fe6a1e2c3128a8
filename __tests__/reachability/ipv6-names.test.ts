import { readEnd } from "../../src/naming/end-text";

test.each([
  ["2001:db8::9", { name: "2001:db8::9" }],
  ["[2001:db8::9]", { name: "2001:db8::9" }],
  ["[2001:db8::9]:443", { name: "2001:db8::9", port: 443 }],
  ["2001:db8::9@aws_vpc.v", { name: "2001:db8::9@aws_vpc.v" }],
  ["[2001:db8::9]:443@aws_vpc.v", { name: "2001:db8::9@aws_vpc.v", port: 443 }],
  ["[2001:db8::9]:http@aws_vpc.v", { name: "2001:db8::9@aws_vpc.v", badPort: "http" }],
  ['aws_subnet.a["x:y"]', { name: 'aws_subnet.a["x:y"]' }],
])("%s is read as an address of IPv6, or as what it is", (text, parts) => {
  expect(readEnd(text)).toEqual(parts);
});
