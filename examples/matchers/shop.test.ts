import "overlap-bridge/jest";
import { Testing } from "cdktf";
import { addShop } from "./shop";

const synth = Testing.synthScope(addShop);

test("the application reaches its database and nothing else", () => {
  expect(synth).toReach({ from: "aws_instance.app", to: "aws_instance.database", port: 5432 });
  expect(synth).toReachOnly({ from: "aws_instance.app", to: ["aws_instance.database"], port: 5432 });
});

test("nobody reaches the application, and SSH is open nowhere", () => {
  expect(synth).not.toReach({ from: "internet", to: "aws_instance.app" });
  expect(synth).not.toReach({ from: "aws_instance.database", to: "aws_instance.app" });
  expect(synth).not.toReach({ from: "aws_subnet.front", to: "aws_instance.database", port: 22 });
});
