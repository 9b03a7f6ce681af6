/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdca as a library: open a workspace, record, read pages as JSON, render, build the site, verify the audit trail.
 * Link with libpdca.a and the libraries that README.md names. Texts are UTF-8. Not for several threads at once on one handle. */
#ifndef PDCA_H
#define PDCA_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define PDCA_API __attribute__((visibility("default")))
#else
#define PDCA_API
#endif

typedef struct pdca pdca;

/* Who works with the workspace, and when: the library reads no clock and no environment. */
typedef struct pdca_session {
    const char *actor;      /* stands in every audit event; must outlive the handle */
    const char *language;   /* "zh" or "en": of messages and pages */
    const char *today;      /* YYYY-MM-DD: the day that rules count from */
    long long now;          /* seconds since 1970-01-01 UTC: the time of audit events */
} pdca_session;

/* Statuses are the exit statuses of the program: 0 done, 1 failed, 2 wrong usage, 3 in part, 4 a rule says no, 5 locked, 6 no workspace. */

/* Opens the workspace in a folder. *ret_handle is set even on failure (for pdca_message) unless memory is short; close it always. */
PDCA_API int pdca_open(const char *folder, const pdca_session *session, pdca **ret_handle);
PDCA_API void pdca_close(pdca *handle);
/* What went wrong last and what would be right, in the session's language; valid until the next call. "" after a success. */
PDCA_API const char *pdca_message(const pdca *handle);

/* Adds or changes a record. `fields` are names and values as typed on the command line, ended by NULL: {"title", "…", "owner", "…", NULL}.
 * id: of kinds without a number (kpi, setting) the code; else NULL. ret_id takes at most 47 bytes and NUL; may be NULL. */
PDCA_API int pdca_add(pdca *handle, const char *kind, const char *id, const char *const *fields, const char *reason, char ret_id[48]);
/* reason, here and above, may be NULL where the change needs none. Figures that a change of a KPI or of the setting `exclude` decides follow
 * in the same transaction. */
PDCA_API int pdca_set(pdca *handle, const char *kind, const char *id, const char *const *fields, const char *reason);
PDCA_API int pdca_void(pdca *handle, const char *kind, const char *id, const char *reason);

/* A page as "json", "html", "md", "csv", "xml" or "text"; id NULL for single pages. *ret_text is the caller's, to be freed with free(). */
PDCA_API int pdca_render(pdca *handle, const char *page, const char *id, const char *as, char **ret_text);
/* The site into a folder (made by pdca before, or new): what differs from what stands there is written. */
PDCA_API int pdca_build(pdca *handle, const char *out);
/* Checks the audit trail; *ret_events is how many events it holds. */
PDCA_API int pdca_verify(pdca *handle, long long *ret_events);

#ifdef __cplusplus
}
#endif

#endif
