// Tickets, as iroh writes and reads them.
import iroh from '@number0/iroh';

export const operations = {
  writeTicket({ id, relay, addresses }) {
    const address = new iroh.EndpointAddr(iroh.EndpointId.fromString(id), relay, addresses);
    return { ticket: iroh.EndpointTicket.fromAddr(address).toString() };
  },

  readTicket({ ticket }) {
    const address = iroh.EndpointTicket.fromString(ticket).endpointAddr();
    return { id: address.id().toString(), relay: address.relayUrl(), addresses: address.directAddresses() };
  },
};
