#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The reference figures as tests: one line a check.
sh tests/reference/run.sh | awk '
    /^Of [0-9]+ checks:/ { seen = 1; next }
    /^case  / { next }
    / ok$/ { print "ok " $0; next }
    / OFF$/ { print "not ok " $0; next }
    /skipped: / { print "skip " $0; next }
    /not covered (yet$|by a command: )/ { print "skip " $0; next }
    /source is off: / { print "skip " $0; next }
    { print "not ok " $0 }
    END { if (!seen) print "not ok the table has no end" }'
