import { isCertain, type RouteTable } from "../topology";

/**
 * The route table of a gateway (VPC user guide, gateway route tables), if it may lead what arrives elsewhere than to its
 * subnet; replies arrive there too.
 */
export function steeringTable({ edgeTable }: { readonly edgeTable?: RouteTable }): RouteTable | undefined {
  const isPlain =
    !edgeTable || (isCertain(edgeTable, "routes") && edgeTable.routes.every(({ target }) => target.kind === "local"));
  return isPlain ? undefined : edgeTable;
}
