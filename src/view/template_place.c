/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/template_place.h"

/* ---- HTML and XML */

/* Appends in lower case; what does not fit is no name that matters here. */
static void put_name(char name[16], char c) {
    size_t n = strlen(name);
    if (n >= 15) return;
    name[n] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    name[n + 1] = 0;
}

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

static void read_in_tag(place_scan *h, char c) {
    bool named = h->tag[0] && (h->attribute[0] || h->attribute_done);
    if (c == '>') {
        bool raw = (strcmp(h->tag, "script") == 0 || strcmp(h->tag, "style") == 0) && h->before[1] != '/';
        h->place = raw ? PLACE_RAW : PLACE_TEXT;
    } else if (c == '"' || c == '\'') {
        h->place = c == '"' ? PLACE_QUOTED : PLACE_SINGLE;
        h->at_start = true;
    } else if (is_space(c) || c == '=') {
        h->attribute_done = true;
    } else if (!named) {
        put_name(h->tag, c);
        if (strcmp(h->tag, "!--") == 0) h->place = PLACE_COMMENT;
    } else {
        if (h->attribute_done) h->attribute[0] = 0;
        h->attribute_done = false;
        put_name(h->attribute, c);
    }
}

static void read_markup(place_scan *h, str text) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        switch (h->place) {
        case PLACE_TEXT:
        case PLACE_RAW:
            if (c != '<') break;
            h->place = PLACE_TAG;
            h->tag[0] = h->attribute[0] = 0;
            h->attribute_done = false;
            break;
        case PLACE_TAG: read_in_tag(h, c); break;
        case PLACE_QUOTED:
            h->at_start = false;
            if (c == '"') h->place = PLACE_TAG;
            break;
        case PLACE_SINGLE:
            if (c == '\'') h->place = PLACE_TAG;
            break;
        case PLACE_COMMENT:
            if (c == '>' && h->before[0] == '-' && h->before[1] == '-') h->place = PLACE_TEXT;
            break;
        }
        h->before[0] = h->before[1];
        h->before[1] = c;
    }
}

static bool one_of(const char *name, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(name, list[i]) == 0) return true;
    return false;
}

static bool markup_allows(const place_scan *h, value_kind format) {
    static const char *const links[] = {"href", "src", "action", "formaction", "poster", "cite", "data", "xlink:href", "srcset",
                                        "background", "ping", "manifest", "xml:base"};
    if (h->place == PLACE_TEXT) return true;
    if (h->place != PLACE_QUOTED || format == VALUE_PROSE || format == VALUE_CHART) return false;
    if (strncmp(h->attribute, "on", 2) == 0 || strcmp(h->attribute, "style") == 0 || strcmp(h->attribute, "srcdoc") == 0)
        return false;
    return !h->at_start || format == VALUE_URL || !one_of(h->attribute, links, sizeof links / sizeof *links);
}

/* ---- JSON and CSS: in a string or not? */

static void read_strings(place_scan *h, str text) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i], before = h->before[1];
        h->before[1] = c;
        if (h->place == PLACE_QUOTED || h->place == PLACE_SINGLE) {
            bool ends = c == (h->place == PLACE_QUOTED ? '"' : '\'') || c == '\n'; /* a string that a line end cuts is none */
            if (ends && !h->escaped) h->place = PLACE_TEXT;
            h->escaped = c == '\\' && !h->escaped;
        } else if (h->place == PLACE_COMMENT) {
            if (before == '*' && c == '/') h->place = PLACE_TEXT;
        } else if (c == '"' || c == '\'') {
            h->place = c == '"' ? PLACE_QUOTED : PLACE_SINGLE;
            h->escaped = false;
        } else if (before == '/' && c == '*') {
            h->place = PLACE_COMMENT;
            h->before[1] = 0; /* the same star does not end it */
        }
    }
}

/* ---- all kinds */

void place_read(place_scan *h, template_kind kind, str text) {
    if (kind == TEMPLATE_HTML || kind == TEMPLATE_XML) read_markup(h, text);
    else if (kind == TEMPLATE_JSON || kind == TEMPLATE_CSS) read_strings(h, text);
}

bool place_alone(str source, size_t open, size_t end) {
    while (open && (source.p[open - 1] == ' ' || source.p[open - 1] == '\t')) open--;
    while (end < source.n && (source.p[end] == ' ' || source.p[end] == '\t' || source.p[end] == '\r')) end++;
    return (open == 0 || source.p[open - 1] == '\n') && (end == source.n || source.p[end] == '\n');
}

static bool whole_field(str source, size_t open, size_t end) {
    return (open == 0 || strchr(",\n", source.p[open - 1])) && (end == source.n || strchr(",\r\n", source.p[end]));
}

bool place_allows(const place_scan *h, template_kind kind, value_kind format, str source, size_t open, size_t end) {
    bool blocks = format == VALUE_PROSE || format == VALUE_CHART;
    switch (kind) {
    case TEMPLATE_HTML: return markup_allows(h, format);
    case TEMPLATE_MARKDOWN: return format != VALUE_PROSE || place_alone(source, open, end);
    case TEMPLATE_XML: return !blocks && markup_allows(h, format);
    case TEMPLATE_CSV: return !blocks && whole_field(source, open, end);
    case TEMPLATE_JSON: return !blocks && h->place == PLACE_TEXT;
    case TEMPLATE_CSS: return !blocks && h->place == PLACE_QUOTED && !h->escaped;
    }
    return false;
}
