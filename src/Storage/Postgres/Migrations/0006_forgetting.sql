-- Arrays, as in 0004: the plan of a join that was made while search_words was empty would walk over it as it has grown.
CREATE OR REPLACE FUNCTION make_unfindable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_words WHERE item = ANY (ARRAY(SELECT id FROM gone));
    RETURN NULL;
END $$;
