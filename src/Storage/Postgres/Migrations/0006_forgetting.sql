-- Arrays, as in 0004: the plan of a join that was made while search_words was empty would walk over it as it has grown.
CREATE OR REPLACE FUNCTION make_unfindable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_words WHERE item = ANY (ARRAY(SELECT id FROM gone));
    RETURN NULL;
END $$;

-- IS TRUE keeps the planner from a join: one that was made for a few copies would compare each strike with each of the many that go with a peer.
CREATE OR REPLACE FUNCTION forget_strikes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM copy_strikes WHERE hash = ANY (ARRAY(SELECT hash FROM gone)) AND ((hash, node) IN (SELECT hash, node FROM gone)) IS TRUE;
    RETURN NULL;
END $$;
