import { type ResourceGraph } from "../terraform";
import { type Topology } from "../topology";

/** What a bridge's own file adds to any input: to its resources, and to what they make. */
export interface FileFacts {
  graph(read: ResourceGraph): ResourceGraph;
  topology(built: Topology, graph: ResourceGraph): Topology;
}
