import { type Answers } from "./answers";
import { type EncryptionTold, encryptionTold } from "./encryption-told";
import { number, text } from "./json-parts";

/** What an account allows, as far as AWS told it. */
export interface LimitsTold {
  /** Values of service quotas by code; of several accounts and Regions the least. */
  readonly quotas: ReadonlyMap<string, number>;
  readonly encryption: EncryptionTold;
}

/** Quotas and encryption in transit [Service Quotas API, ServiceQuota]. */
export function limitsTold(answers: Answers): LimitsTold {
  const quotas = new Map<string, number>();
  for (const { json } of answers.items("ListServiceQuotas")) {
    const [code, value] = [text(json, "QuotaCode"), number(json, "Value")];
    if (code === undefined || value === undefined) continue;
    quotas.set(code, Math.min(value, quotas.get(code) ?? Infinity));
  }
  return { quotas, encryption: encryptionTold(answers) };
}
