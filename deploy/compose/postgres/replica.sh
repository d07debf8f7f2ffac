#!/bin/bash
# replica.sh postgres [option ...]
# A streaming replica: the first start copies the primary, every start follows it. It is for people: reports, exports.
set -euo pipefail
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p -m 700 "$PGDATA"
  PGPASSWORD=$REPLICATION_PASSWORD pg_basebackup --host=postgres --username=replicator --pgdata="$PGDATA" \
    --wal-method=stream --checkpoint=fast --write-recovery-conf
fi
exec "$@"
