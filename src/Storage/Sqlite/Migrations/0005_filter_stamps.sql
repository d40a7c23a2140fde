-- When a filter came lies behind the filter itself in its row: without this, all of them would be read to see which are new.
CREATE INDEX peer_filters_received ON peer_filters (node, received_at);
