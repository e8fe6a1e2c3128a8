import { join, relative } from "node:path";
import ts from "typescript";

const PROJECT = join(__dirname, "../..");
const ENTRIES = ["src/index.ts", "src/judge.ts", "src/jest.ts"].map((entry) => join(PROJECT, entry));

/** What the entries export, each declaration once, interfaces and type aliases of props among them. */
function exported(): ts.Declaration[] {
  const { config } = ts.readConfigFile(join(PROJECT, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, PROJECT);
  const program = ts.createProgram(ENTRIES, options);
  const checker = program.getTypeChecker();
  const found = ENTRIES.flatMap((entry) => {
    const file = program.getSourceFile(entry);
    const module = file && checker.getSymbolAtLocation(file);
    return module ? checker.getExportsOfModule(module) : [];
  });
  const symbols = found.map((one) => (one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one));
  return [...new Set(symbols.flatMap(({ declarations = [] }) => declarations))];
}

/** Optional properties below a declaration, each with where it stands. */
function optionsOf(declaration: ts.Node): ts.PropertySignature[] {
  const found: ts.PropertySignature[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isPropertySignature(node) && node.questionToken) found.push(node);
    ts.forEachChild(node, look);
  };
  look(declaration);
  return found;
}

function placeOf(node: ts.Node & { readonly name?: ts.Node | undefined }): string {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  return `${relative(PROJECT, file.fileName)}:${line + 1} ${node.name?.getText() ?? ""}`;
}

describe("what the package exports", () => {
  const declarations = exported();

  test("tells of every optional prop what holds without it", () => {
    const options = declarations.flatMap(optionsOf);
    expect(options.length).toBeGreaterThan(80);
    const silent = options.filter((one) => !ts.getJSDocTags(one).some(({ tagName }) => tagName.text === "default"));
    expect(silent.map(placeOf)).toEqual([]);
  });

  test("tells of every class, interface and function what it is", () => {
    const kinds = declarations.filter(
      (one) => ts.isClassDeclaration(one) || ts.isInterfaceDeclaration(one) || ts.isFunctionDeclaration(one),
    );
    expect(kinds.length).toBeGreaterThan(50);
    expect(kinds.filter((one) => ts.getJSDocCommentsAndTags(one).length === 0).map(placeOf)).toEqual([]);
  });
});
