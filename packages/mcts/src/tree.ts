/**
 * The search tree in flat typed arrays. N = nodes in use, E = edges in use; a node is an index 0..N-1, an edge 0..E-1.
 * Node 0 is the root. Nodes lie in the order of their creation, so a parent's index is below its children's; the legal
 * moves of a node are its edges `firstEdge[node] .. firstEdge[node] + edgeCount[node] - 1`, by increasing action, and
 * those blocks lie in the order of the nodes.
 */

/** The root's index. */
export const ROOT = 0;
/** `parent` and `parentEdge` of the root. */
export const NO_PARENT = -1;
/** `child` of an edge that was never walked. */
export const UNEXPANDED = -1;

/** `status` of a node whose evaluation is under way. */
export const PENDING = 0;
/** `status` of a node with priors and a value. */
export const EXPANDED = 1;
/** `status` of a finished game, or of a node whose exact value is known; a walk ends here. */
export const PROVEN = 2;

const FIRST_NODES = 256;
const FIRST_EDGES = 2048;

/** One search's tree. Arrays grow by doubling and are kept when the tree is cleared. */
export class Tree {
  /** N */
  numNodes = 0;
  /** E */
  numEdges = 0;

  // Nodes, [N].
  /** The node above, or NO_PARENT. */
  parent = new Int32Array(FIRST_NODES);
  /** The edge that leads here, or NO_PARENT. */
  parentEdge = new Int32Array(FIRST_NODES);
  firstEdge = new Int32Array(FIRST_NODES);
  /** Legal moves; 0 at a finished game. */
  edgeCount = new Int32Array(FIRST_NODES);
  /** The player to move; −1 at a finished game. */
  player = new Int8Array(FIRST_NODES);
  /** PENDING, EXPANDED or PROVEN. */
  status = new Uint8Array(FIRST_NODES);
  /** Values that were backed up into this node: its own evaluation, and one for each simulation through or ending in it. */
  visits = new Int32Array(FIRST_NODES);
  /** Their sum, from the view of the player to move. */
  valueSum = new Float64Array(FIRST_NODES);
  /** The evaluator's value; 0 at a finished game (its result is the reward on the edge). */
  rawValue = new Float64Array(FIRST_NODES);
  /** The exact value of a PROVEN node. */
  exact = new Float64Array(FIRST_NODES);
  /** Plies to the end under best play, of a PROVEN node: the winner hurries, the loser delays. */
  plies = new Int32Array(FIRST_NODES);
  /** Edges that do not lead to a PROVEN node. */
  unproven = new Int32Array(FIRST_NODES);

  // Edges, [E].
  action = new Int32Array(FIRST_EDGES);
  /** The node below, or UNEXPANDED. */
  child = new Int32Array(FIRST_EDGES);
  /** The policy's probability among the legal moves (with the root's noise). */
  prior = new Float32Array(FIRST_EDGES);
  /** Values backed up through this edge. */
  edgeVisits = new Int32Array(FIRST_EDGES);
  /** Walks through this edge whose leaf is still in flight. */
  inFlight = new Int32Array(FIRST_EDGES);
  /** reward + discount · value of the child (exact where it is PROVEN), for the player who moves; 0 while unvisited. */
  q = new Float64Array(FIRST_EDGES);
  /** What the player who moves gets for this move. */
  reward = new Float32Array(FIRST_EDGES);
  /** By how much the child's value counts for the player who moves: negative where the other player is next, 0 at the end. */
  discount = new Float32Array(FIRST_EDGES);

  private remap = new Int32Array(0);

  clear(): void {
    this.numNodes = 0;
    this.numEdges = 0;
  }

  /** Adds a PENDING node without edges; returns its index. The edge above is not changed. */
  addNode(parent: number, parentEdge: number, player: number): number {
    const node = this.numNodes++;
    if (node === this.parent.length) this.growNodes();
    this.parent[node] = parent;
    this.parentEdge[node] = parentEdge;
    this.firstEdge[node] = this.numEdges;
    this.edgeCount[node] = 0;
    this.player[node] = player;
    this.status[node] = PENDING;
    this.visits[node] = 0;
    this.valueSum[node] = 0;
    this.rawValue[node] = 0;
    this.exact[node] = 0;
    this.plies[node] = 0;
    this.unproven[node] = 0;
    return node;
  }

  /** Adds the legal moves of the newest node: those actions where `mask` is 1, `count` of them. */
  addEdges(node: number, mask: Uint8Array, count: number): void {
    let edge = this.numEdges;
    while (edge + count > this.action.length) this.growEdges();
    this.edgeCount[node] = count;
    this.unproven[node] = count;
    const { action, child, edgeVisits, inFlight, q } = this;
    for (let a = 0; a < mask.length; a++) {
      if (mask[a] === 0) continue;
      action[edge] = a;
      child[edge] = UNEXPANDED;
      edgeVisits[edge] = 0;
      inFlight[edge] = 0;
      q[edge] = 0;
      edge++;
    }
    this.numEdges = edge;
  }

  /** The mean of the values backed up into a node, or its exact value; 0 while it is PENDING. */
  value(node: number): number {
    if (this.status[node] === PROVEN) return this.exact[node];
    return this.visits[node] === 0 ? 0 : this.valueSum[node] / this.visits[node];
  }

  /** The edge of `node` that plays `action`, or UNEXPANDED where it is not legal. */
  findEdge(node: number, action: number): number {
    const end = this.firstEdge[node] + this.edgeCount[node];
    for (let edge = this.firstEdge[node]; edge < end; edge++) if (this.action[edge] === action) return edge;
    return UNEXPANDED;
  }

  /** Makes `root` the root and drops all that is not below it, in place. No node may be PENDING. */
  reroot(root: number): void {
    if (this.remap.length < this.numNodes) this.remap = new Int32Array(this.parent.length);
    const { remap, parent } = this;
    let nodes = 0;
    let edges = 0;
    for (let node = root; node < this.numNodes; node++) {
      const above = parent[node];
      // Parents have lower indices: whether they were kept is known by now.
      const kept = node === root || (above >= root && remap[above] >= 0);
      remap[node] = kept ? nodes : -1;
      if (!kept) continue;
      const count = this.edgeCount[node];
      this.moveEdges(this.firstEdge[node], edges, count);
      this.moveNode(node, nodes, edges);
      if (node === root) {
        parent[nodes] = NO_PARENT;
        this.parentEdge[nodes] = NO_PARENT;
      } else {
        const newParent = remap[above];
        parent[nodes] = newParent;
        const edge = this.findChildEdge(newParent, node);
        this.parentEdge[nodes] = edge;
        this.child[edge] = nodes;
      }
      nodes++;
      edges += count;
    }
    this.numNodes = nodes;
    this.numEdges = edges;
  }

  /** The edge of an already moved node that still names its child by the old index `child`. */
  private findChildEdge(node: number, child: number): number {
    let edge = this.firstEdge[node];
    while (this.child[edge] !== child) edge++;
    return edge;
  }

  private moveNode(from: number, to: number, firstEdge: number): void {
    this.firstEdge[to] = firstEdge;
    if (from === to) return;
    this.edgeCount[to] = this.edgeCount[from];
    this.player[to] = this.player[from];
    this.status[to] = this.status[from];
    this.visits[to] = this.visits[from];
    this.valueSum[to] = this.valueSum[from];
    this.rawValue[to] = this.rawValue[from];
    this.exact[to] = this.exact[from];
    this.plies[to] = this.plies[from];
    this.unproven[to] = this.unproven[from];
  }

  private moveEdges(from: number, to: number, count: number): void {
    if (from === to) return;
    const end = from + count;
    this.action.copyWithin(to, from, end);
    this.child.copyWithin(to, from, end);
    this.prior.copyWithin(to, from, end);
    this.edgeVisits.copyWithin(to, from, end);
    this.inFlight.copyWithin(to, from, end);
    this.q.copyWithin(to, from, end);
    this.reward.copyWithin(to, from, end);
    this.discount.copyWithin(to, from, end);
  }

  private growNodes(): void {
    this.parent = grown(this.parent);
    this.parentEdge = grown(this.parentEdge);
    this.firstEdge = grown(this.firstEdge);
    this.edgeCount = grown(this.edgeCount);
    this.player = grown(this.player);
    this.status = grown(this.status);
    this.visits = grown(this.visits);
    this.valueSum = grown(this.valueSum);
    this.rawValue = grown(this.rawValue);
    this.exact = grown(this.exact);
    this.plies = grown(this.plies);
    this.unproven = grown(this.unproven);
  }

  private growEdges(): void {
    this.action = grown(this.action);
    this.child = grown(this.child);
    this.prior = grown(this.prior);
    this.edgeVisits = grown(this.edgeVisits);
    this.inFlight = grown(this.inFlight);
    this.q = grown(this.q);
    this.reward = grown(this.reward);
    this.discount = grown(this.discount);
  }
}

/** A copy of twice the length. */
function grown<T extends Int32Array | Int8Array | Uint8Array | Float32Array | Float64Array>(array: T): T {
  const larger = new (array.constructor as new (length: number) => T)(array.length * 2);
  larger.set(array);
  return larger;
}
