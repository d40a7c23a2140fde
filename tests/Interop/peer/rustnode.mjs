// A Rust node as the protocol sheet describes it (sections 1.2 to 1.4 and 3): on each connection one stream after the other, each read to its FIN
// before anything is done; its whole catalogue in pages of 500 after every Ping and RequestCatalog, over an outbound connection; one-way Pings whose
// answer it throws away; the first announcer of a track is the only one that it records.
import { appendFile, readFile, rm } from 'node:fs/promises';
import { dial, endpoints } from './connections.mjs';
import { describe } from './errors.mjs';
import { frame, Peer, readLength, serve } from './soundtime.mjs';

const protocol = 'soundtime/p2p/1';
const pageSize = 500;
const attempts = 3;
const acknowledgeLimit = 30_000;
const verifyLimit = 5_000;
const reuseLimit = 60_000;
const maxAnswer = 0xffffffff;
const nodes = new Map();

const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

function limited(promise, milliseconds, what) {
  let timer;
  const limit = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`${what} took too long.`)), milliseconds); });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

class RustNode extends Peer {
  #endpoint;
  #journal;
  #addresses = new Map();
  #registry = new Set();
  #outbound = new Map();
  #inbound = new Set();
  own = [];
  // How many whole catalogues were pushed to each node, and how many entries came, known ones too.
  pushes = {};
  entries = 0;

  constructor(endpoint, journal) {
    super();
    this.#endpoint = endpoint;
    this.#journal = journal;
    this.id = endpoint.id().toString();
  }

  get trackCount() { return this.own.length; }

  get knownIds() { return [...this.#registry, this.id]; }

  async load() {
    const text = await readFile(this.#journal, 'utf8').catch(() => '');
    for (const line of text.split('\n').filter(Boolean)) this.remember(JSON.parse(line));
  }

  // An address lookup would answer this.
  know(id, addresses) { this.#addresses.set(id, addresses); }

  connected(connection) {
    const id = connection.remoteId().toString();
    const path = connection.paths().find(path => path.isSelected) ?? connection.paths()[0];
    if (path && !this.#addresses.has(id)) this.#addresses.set(id, [path.remoteAddr]);
    this.#inbound.add(connection);
    connection.closed().then(() => this.#inbound.delete(connection));
    this.#meet(id);
  }

  async received(kind, body, from) {
    if (kind === 'Ping' || kind === 'RequestCatalog') this.#later(`push to ${from}`, () => this.push(from));
    if (kind === 'PeerExchange') {
      for (const id of body.peers.filter(id => id !== this.id && !this.#registry.has(id)))
        this.#later(`check of ${id}`, () => this.#verify(id));
    }
  }

  // What was processed is on the disk before the stream ends.
  async take(tracks, from) {
    this.entries += tracks.length;
    const unknown = tracks.filter(track => !this.announced.has(track.hash)).map(track => ({ ...track, from }));
    if (this.#journal && unknown.length) await appendFile(this.#journal, unknown.map(track => JSON.stringify(track) + '\n').join(''));
    unknown.forEach(track => this.remember(track));
  }

  async push(id) {
    for (let at = 0; at < this.own.length; at += pageSize) {
      try {
        await this.#sendOneWay(id, { CatalogSync: this.own.slice(at, at + pageSize) });
      } catch (error) {
        console.error(`page at ${at} to ${id} was skipped: ${describe(error)}`);
      }
    }
    this.pushes[id] = (this.pushes[id] ?? 0) + 1;
  }

  requestCatalog(id) { return this.#sendOneWay(id, 'RequestCatalog'); }

  pingOneWay(id) { return this.#sendOneWay(id, 'Ping'); }

  // Ends every connection, as a network that fails for a moment.
  cut() {
    for (const { connection } of this.#outbound.values()) connection.close(0n, []);
    for (const connection of this.#inbound) connection.close(0n, []);
    this.#outbound.clear();
  }

  #meet(id) {
    if (this.#registry.has(id)) return;
    this.#registry.add(id);
    this.#later(`first Ping to ${id}`, () => this.#ask(id, 'Ping'));
  }

  async #verify(id) {
    await limited(this.#sendOneWay(id, 'Ping'), verifyLimit, 'The check');
    this.#registry.add(id);
    await this.push(id);
  }

  async #ask(id, message) {
    const { send, recv } = await (await this.#connect(id)).openBi();
    await send.writeAll(frame(message));
    await send.finish();
    const length = await readLength(recv);
    return JSON.parse(Buffer.from(await recv.readToEnd(Math.min(length, maxAnswer))).toString());
  }

  // Waits for the acknowledgement of the transport alone, and does not read what comes back.
  async #sendOneWay(id, message) {
    for (let attempt = 1; ; attempt++) {
      try {
        const { send, recv } = await (await this.#connect(id)).openBi();
        await send.writeAll(frame(message));
        await send.finish();
        await limited(send.stopped(), acknowledgeLimit, 'The acknowledgement').catch(() => {});
        await recv.stop(0n).catch(() => {});
        return;
      } catch (error) {
        this.#outbound.delete(id);
        if (attempt === attempts) throw error;
        await pause(attempt * 1000);
      }
    }
  }

  async #connect(id) {
    const pooled = this.#outbound.get(id);
    if (pooled && Date.now() - pooled.used < reuseLimit) {
      pooled.used = Date.now();
      return pooled.connection;
    }
    const connection = await dial(this.#endpoint, { id, addresses: this.#addresses.get(id) ?? [], protocol });
    this.#outbound.set(id, { connection, used: Date.now() });
    connection.closed().then(() => {
      if (this.#outbound.get(id)?.connection === connection) this.#outbound.delete(id);
    });
    return connection;
  }

  #later(what, work) {
    work().catch(error => console.error(`${what}: ${describe(error)}`));
  }
}

export const operations = {
  // Plays a Rust node from now on. What it is told is kept in the journal, which a later start reads again unless it begins blank.
  async serveRust({ endpoint, journal, blank }) {
    const node = new RustNode(endpoints.get(endpoint), journal);
    if (blank) await rm(journal, { force: true });
    await node.load();
    nodes.set(endpoint, node);
    serve(node, endpoints.get(endpoint)).catch(error => console.error(`serve: ${describe(error)}`));
  },

  // Where a node is: what an address lookup would say.
  know({ endpoint, id, addresses }) {
    nodes.get(endpoint).know(id, addresses);
  },

  // Its own catalogue.
  share({ endpoint, tracks }) {
    nodes.get(endpoint).own.push(...tracks);
  },

  async requestCatalog({ endpoint, id }) {
    await nodes.get(endpoint).requestCatalog(id);
  },

  async pingOneWay({ endpoint, id }) {
    await nodes.get(endpoint).pingOneWay(id);
  },

  cut({ endpoint }) {
    nodes.get(endpoint).cut();
  },

  // All that it was told, and how often it pushed.
  dump({ endpoint }) {
    const node = nodes.get(endpoint);
    return { tracks: [...node.announced.values()], entries: node.entries, pushes: node.pushes };
  },
};
