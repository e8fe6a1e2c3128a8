/**
 * Writes the list of all types of the AWS provider, from the schema of the real one:
 *
 *     npm run generate:types
 */
import { writeFileSync } from "node:fs";
import { typesOfRealProvider } from "./provider-schema";
import { PROVIDER_TYPES_FILE } from "./provider-types";

writeFileSync(PROVIDER_TYPES_FILE, `${JSON.stringify(typesOfRealProvider(), null, 2)}\n`);
