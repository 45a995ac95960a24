"""Course files on disk become frozen definitions. No Flask, no database."""
