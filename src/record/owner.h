/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People's names in what is handed on. With the setting publish_owners = masked, pages show 李* for 李明, 技术部 *经理 for
 * 技术部 李经理 and L. M. for Li Ming; departments and outside bodies stay. Lists and statuses in the terminal show the full names. */
#ifndef PDCA_RECORD_OWNER_H
#define PDCA_RECORD_OWNER_H

#include "base/buf.h"
#include "store/store.h"

/* Writes what may be published of an owner. The part that names a department stays; of a person the surname stays (two characters
 * where it is a double one), before a title (经理, 主管 …) nothing does; of names in Latin letters the initials stay. Several
 * people with 、 or a comma between are masked one by one. */
void owner_shown(str owner, buf *out);

typedef struct owner_names owner_names;
/* Every person that the audit trail knows as owner, actor, chair, attendant or checker, so that names of the past are known too.
 * *ret_names is NULL where the setting does not ask for masking. Lives in the arena. */
err_code owner_names_load(store *s, arena *a, const owner_names **ret_names, err *e);
/* Those names, one a line, sorted by bytes. */
void owner_names_list(const owner_names *names, buf *out);
/* The text with those names masked, also inside a sentence; `text` itself where it has none. A name that is a single Latin word is
 * masked only where it is all of the text or one of a list: as a word it may be any word. `prose`: the text is Markdown. */
str owner_mask(const owner_names *names, arena *a, str text, bool prose);

#endif
