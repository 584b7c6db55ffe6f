"""The snapshot: a BagIt bag, a pleasant git tree, and a state that no crash can break.

```
SNAP/ bagit.txt  bag-info.txt  manifest-sha256.txt  tagmanifest-sha256.txt
      data/site.json   data/index.jsonl
      data/content/LANG/KIND/0000123-slug.json  and  .html   (content.rendered, byte for byte)
      data/heads/…  data/sitemaps/…  data/media/…
      data/deleted/LANG/KIND/123.json  what is no longer on the site, since when, and how we know
      runs/2026-11-23T14-00-00Z/  run.json  changes.jsonl  manifest-sha256.txt   one folder a version
      history/sha256/ab/abcd…        what a later run replaced or deleted, by digest
      pairs.toml                     what a person decided; no run writes it, no manifest names it
      .incoming/                     only while a run writes; see `journal`
```
"""

from __future__ import annotations

from wpharvest.store.changes import Change
from wpharvest.store.checks import CODES, verify
from wpharvest.store.rows import Commit, Problem, Row, Tombstone
from wpharvest.store.snapshot import Snapshot
from wpharvest.store.versions import Version

__all__ = ["CODES", "Change", "Commit", "Problem", "Row", "Snapshot", "Tombstone", "Version", "verify"]
