/* libpq, and what Swift cannot read of its header: macros that are characters, and functions with a variable number of
   arguments. https://www.postgresql.org/docs/15/libpq.html */
#pragma once
#include <libpq-fe.h>

/* The five characters of a result's SQLSTATE; NULL where libpq itself failed. */
static inline const char *qipan_sqlstate(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}

/* ERROR, FATAL or PANIC, in English whatever the server's language; NULL where libpq itself failed. */
static inline const char *qipan_severity(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
}

static inline void qipan_ignore_notice(void *context, const PGresult *notice) {
    (void)context;
    (void)notice;
}

/* libpq prints the server's notices on standard error by itself; the server's words do not belong into our log. */
static inline void qipan_ignore_notices(PGconn *connection) {
    PQsetNoticeReceiver(connection, qipan_ignore_notice, NULL);
}
