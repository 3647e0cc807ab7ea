-- From the first id of an edited post to its later ones.
create index x_post_versions_of on x_post_versions (x_first_id);
