// Endpoints that reach others through relays alone.
import iroh from '@number0/iroh';
import { bytes, connections, endpoints } from './connections.mjs';

export const operations = {
  // With a hint of QUIC address discovery, as a plain list of URLs gives, or without. A token is shown to the relay.
  async bindRelayed({ relay, protocol, withAddressDiscovery, token, address }) {
    const builder = iroh.Endpoint.builder();
    iroh.presetMinimal(builder);
    if (withAddressDiscovery) {
      builder.relayMode(iroh.RelayMode.customFromUrls([relay]));
    } else {
      const map = iroh.RelayMap.empty();
      map.insert({ url: relay, authToken: token ?? undefined });
      builder.relayMode(iroh.RelayMode.custom(map));
    }
    builder.alpns([bytes(protocol)]);
    builder.bindAddr(address ?? '127.0.0.1:0');
    const endpoint = await builder.bind();
    return { endpoint: endpoints.add(endpoint), id: endpoint.id().toString(), addresses: endpoint.boundSockets() };
  },

  // Waits until the endpoint has a home relay.
  async online({ endpoint }) {
    await endpoints.get(endpoint).online();
  },

  // Dials an id that is known to be at a relay, and maybe at some addresses.
  async connectRelayed({ endpoint, id, relay, protocol, addresses }) {
    const connection = await endpoints.get(endpoint).connect(new iroh.EndpointAddr(iroh.EndpointId.fromString(id), relay, addresses ?? []), bytes(protocol));
    return { connection: connections.add(connection), remoteId: connection.remoteId().toString(), protocol: Buffer.from(connection.alpn()).toString() };
  },
};
