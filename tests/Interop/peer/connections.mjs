// Endpoints and connections.
import iroh from '@number0/iroh';
import { Handles } from './handles.mjs';

export const endpoints = new Handles('endpoint');
export const connections = new Handles('connection');

export const bytes = text => [...Buffer.from(text)];

// No address lookup: only the addresses and the relay that the tests give are used.
export async function bind({ key, protocols, addresses, relay }) {
  const builder = iroh.Endpoint.builder();
  iroh.presetMinimal(builder);
  builder.relayMode(relay ? only(relay) : iroh.RelayMode.disabled());
  builder.alpns(protocols.map(bytes));
  if (key) builder.secretKey([...Buffer.from(key, 'hex')]);
  for (const address of addresses) builder.bindAddr(address);
  return builder.bind();
}

function only(relay) {
  const map = iroh.RelayMap.empty();
  map.insert({ url: relay });
  return iroh.RelayMode.custom(map);
}

export function dial(endpoint, { id, addresses, relay, protocol }) {
  const address = new iroh.EndpointAddr(iroh.EndpointId.fromString(id), relay ?? null, addresses);
  return endpoint.connect(address, bytes(protocol));
}

function describe(connection) {
  return {
    connection: connections.add(connection),
    remoteId: connection.remoteId().toString(),
    protocol: Buffer.from(connection.alpn()).toString(),
  };
}

export const operations = {
  async bind(given) {
    const endpoint = await bind(given);
    return { endpoint: endpoints.add(endpoint), id: endpoint.id().toString(), addresses: endpoint.boundSockets() };
  },

  async unbind({ endpoint }) {
    await endpoints.remove(endpoint).close();
  },

  async connect({ endpoint, ...target }) {
    return describe(await dial(endpoints.get(endpoint), target));
  },

  async accept({ endpoint }) {
    const incoming = await endpoints.get(endpoint).acceptNext();
    if (!incoming) throw new Error('The endpoint is closed.');
    const accepting = await incoming.accept();
    return describe(await accepting.connect());
  },

  close({ connection, code, reason }) {
    connections.get(connection).close(BigInt(code), bytes(reason));
  },

  async closed({ connection }) {
    return { reason: await connections.get(connection).closed() };
  },
};
