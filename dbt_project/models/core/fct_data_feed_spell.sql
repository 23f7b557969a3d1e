with {{ snapshot_spells("data_feeds") }}
select unit_id, kind, feed, live_since, expected, entered, refreshed, published, valid_from, valid_to, {{ lineage() }}
from spells
