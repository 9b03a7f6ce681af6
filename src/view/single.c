/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/single.h"

#include "base/embed.h"
#include "base/hash.h"
#include "base/url.h"
#include "chart/style.h"

enum { ATTRIBUTES = 32 };

typedef struct tag {
    str whole, name; /* "</a>": a */
    bool closes, empty;
    struct {
        str name, value, whole; /* value as it stands, without its quotes */
    } attribute[ATTRIBUTES];
    int n;
} tag;

typedef struct single {
    const single_options *o;
    buf *out;
    str html;
    size_t at;
    int skip;      /* elements open from the one on that is left out; 0: nothing is */
    bool in_text;  /* the <a> at work stands as <span> */
    buf css;
} single;

/* ---- tags of a page that is XML */

static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

static size_t name_end(str s, size_t at) {
    while (at < s.n && !is_blank(s.p[at]) && !strchr("/>=", s.p[at])) at++;
    return at;
}

static size_t skip_blanks(str s, size_t at) {
    while (at < s.n && is_blank(s.p[at])) at++;
    return at;
}

/* Reads the tag at s.at, which is moved behind it; false where it is none that can be read. */
static bool read_tag(single *s, tag *t) {
    str h = s->html;
    size_t from = s->at, at = from + 1;
    *t = (tag){.closes = at < h.n && h.p[at] == '/'};
    at += t->closes;
    size_t end = name_end(h, at);
    t->name = str_sub(h, at, end - at);
    for (at = skip_blanks(h, end); at < h.n && h.p[at] != '>'; at = skip_blanks(h, at)) {
        if (h.p[at] == '/') {
            t->empty = true;
            at++;
            continue;
        }
        size_t start = at, quote;
        end = name_end(h, at);
        if (end == at || end + 1 >= h.n || h.p[end] != '=' || t->n == ATTRIBUTES) return false;
        quote = end + 1;
        if (h.p[quote] != '"' && h.p[quote] != '\'') return false;
        const char *close = memchr(h.p + quote + 1, h.p[quote], h.n - quote - 1);
        if (!close) return false;
        t->attribute[t->n].name = str_sub(h, at, end - at);
        t->attribute[t->n].value = str_sub(h, quote + 1, (size_t)(close - h.p) - quote - 1);
        at = (size_t)(close - h.p) + 1;
        t->attribute[t->n++].whole = str_sub(h, start, at - start);
    }
    if (at >= h.n || t->name.n == 0) return false;
    s->at = at + 1;
    t->whole = str_sub(h, from, s->at - from);
    return true;
}

static str attribute(const tag *t, const char *name) {
    for (int i = 0; i < t->n; i++)
        if (str_eqz(t->attribute[i].name, name)) return t->attribute[i].value;
    return (str){NULL, 0};
}

static bool has_class(const tag *t, const char *const *names) {
    for (str rest = attribute(t, "class"), one; rest.p;) {
        rest = str_cut(rest, ' ', &one);
        for (int i = 0; names[i]; i++)
            if (str_eqz(one, names[i])) return true;
    }
    return false;
}

/* ---- styles */

/* Without comments; < and & as escapes, which style sheets of ours have in strings only: so the file is XML too. */
static void put_css(buf *out, str css) {
    char quote = 0;
    for (size_t i = 0; i < css.n; i++) {
        char c = css.p[i];
        if (!quote && c == '/' && i + 1 < css.n && css.p[i + 1] == '*') {
            str rest = str_sub(css, i + 2, css.n);
            size_t end = str_find(rest, S("*/"));
            i += end + 3;
        } else if (c == '<' || c == '&') {
            buf_z(out, c == '<' ? "\\3c " : "\\26 ");
        } else {
            if (quote && c == '\\' && i + 1 < css.n) buf_putc(out, css.p[i++]);
            else if (c == quote) quote = 0;
            else if (!quote && (c == '"' || c == '\'')) quote = c;
            buf_putc(out, css.p[i]);
        }
    }
}

static void put_running(single *s, str page) {
    buf_z(&s->css, "@page ");
    buf_put(&s->css, page);
    buf_z(&s->css, "{@top-right{content:\"");
    buf_css(&s->css, s->o->running);
    buf_z(&s->css, "\"}}\n");
}

/* The style sheets that the page links, in its order, then the document's own head for paper. */
static void gather_css(single *s) {
    tag t;
    for (size_t at; (at = s->at + str_find(str_sub(s->html, s->at, s->html.n), S("<link "))) < s->html.n;) {
        s->at = at;
        if (!read_tag(s, &t)) {
            s->at++;
            continue;
        }
        if (!str_eqz(attribute(&t, "rel"), "stylesheet")) continue;
        str name = attribute(&t, "href");
        for (str rest = name; rest.p;) rest = str_cut(rest, '/', &name);
        AUTO(buf_free) buf path = {0};
        buf_z(&path, "site/assets/");
        buf_put(&path, name);
        str css = str_eqz(name, "print.css") ? s->o->print_css : embed_find(buf_cstr(&path));
        put_css(&s->css, css);
    }
    s->at = 0;
    buf_z(&s->css, ".withrail{display:block}\n"); /* the rail beside it is left out */
    if (s->o->plain) buf_z(&s->css, "svg:not(.chart),.i,.ring,.sig .v{display:none}\n"); /* the words beside them stay */
    put_running(s, S(""));
    put_running(s, s->o->page);
}

/* ---- what becomes of an element */

static bool left_out(const tag *t) {
    static const char *const elements[] = {"link", "script", "base", "button", "form", "object", "iframe"};
    static const char *const classes[] = {"top", "rail", "crumb", "filters", "printbar", "btn", "skip", "noprint", NULL};
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (str_eqz(t->name, elements[i])) return true;
    if (str_eqz(t->name, "meta")) return str_eqz(attribute(t, "http-equiv"), "Content-Security-Policy") || str_eqz(attribute(t, "name"), "generator");
    return has_class(t, classes);
}

static void put_policy(single *s) {
    char hash[HASH_BASE64];
    buf_printf(s->out,
               "\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-%s'; img-src data:; "
               "base-uri 'none'; form-action 'none'\"/>\n<meta name=\"generator\" " SINGLE_MARK PDCA_VERSION "\"/>",
               hash_sha256_base64(buf_str(&s->css), hash));
}

static void put_foot(single *s) {
    buf_z(s->out, "<footer class=\"foot\"><div class=\"wrap\">");
    if (s->o->note.n) {
        buf_z(s->out, "<span>");
        buf_html(s->out, s->o->note);
        buf_z(s->out, "</span>");
    }
    buf_z(s->out, "<span class=\"noprint\">"); /* paper has it in the margin */
    buf_html(s->out, s->o->foot);
    buf_z(s->out, " <code>");
    buf_html(s->out, s->o->seal);
    buf_z(s->out, "</code></span></div></footer>");
}

/* A link that still leads somewhere, or its text. */
static void put_link(single *s, const tag *t) {
    str target = attribute(t, "href");
    str path, fragment = str_cut(target, '#', &path);
    bool here = path.n == 0 || str_eq(path, s->o->file);
    s->in_text = false;
    if (target.p && url_is_outside(target)) {
        buf_put(s->out, t->whole);
        return;
    }
    s->in_text = !target.p || !here || !fragment.n;
    buf_z(s->out, s->in_text ? "<span" : "<a");
    for (int i = 0; i < t->n; i++) {
        static const char *const link_only[] = {"href", "hreflang", "rel", "target", "download", "type", "title", "aria-current"};
        bool kept = true;
        for (size_t k = 0; k < sizeof link_only / sizeof *link_only; k++) kept = kept && !str_eqz(t->attribute[i].name, link_only[k]);
        if (!kept) continue;
        buf_putc(s->out, ' ');
        buf_put(s->out, t->attribute[i].whole);
    }
    if (!s->in_text) {
        buf_z(s->out, " href=\"#");
        buf_put(s->out, fragment);
        buf_putc(s->out, '"');
    }
    buf_z(s->out, t->empty ? "/>" : ">");
}

/* Without halos: where paint-order is unknown they would cover their text. */
static void put_drawing_style(single *s) {
    style_embed(s->out);
    buf_z(s->out, "<style>.chart text.halo{stroke:none}</style>");
}

static void put_tag(single *s, const tag *t) {
    static const char *const chart[] = {"chart", NULL};
    bool foot = str_eqz(t->name, "footer") && str_eqz(attribute(t, "class"), "foot");
    if (str_eqz(t->name, "noscript")) return; /* no script will bring what it holds */
    if (t->closes) {
        bool head = str_eqz(t->name, "head"), link = str_eqz(t->name, "a");
        if (head) {
            buf_z(s->out, "<style>");
            buf_put(s->out, buf_str(&s->css));
            buf_z(s->out, "</style>\n");
        }
        buf_put(s->out, link && s->in_text ? S("</span>") : t->whole);
        s->in_text = s->in_text && !link;
    } else if (foot || left_out(t)) {
        if (foot) put_foot(s);
        s->skip = !t->empty;
    } else if (str_eqz(t->name, "img") && !str_starts(attribute(t, "src"), S("data:"))) {
        buf_put(s->out, attribute(t, "alt"));
    } else if (str_eqz(t->name, "a")) {
        put_link(s, t);
    } else {
        buf_put(s->out, t->whole);
        if (str_eqz(t->name, "head")) put_policy(s);
        if (s->o->plain && str_eqz(t->name, "svg") && has_class(t, chart)) put_drawing_style(s);
    }
}

/* What is between tags; lines that hold nothing any more go. */
static void put_text(single *s, str text) {
    bool blank = str_trim(text).n == 0 && str_find(text, S("\n")) < text.n;
    if (s->skip || (blank && s->out->n && s->out->p[s->out->n - 1] == '\n')) return;
    buf_put(s->out, text);
}

static err_code filter(single *s, err *e) {
    while (s->at < s->html.n) {
        str rest = str_sub(s->html, s->at, s->html.n);
        size_t open = str_find(rest, S("<"));
        put_text(s, str_sub(rest, 0, open));
        s->at += open;
        rest = str_sub(rest, open, rest.n);
        if (rest.n == 0) break;
        if (str_starts(rest, S("<!"))) { /* the document type stays, comments go */
            bool comment = str_starts(rest, S("<!--"));
            str end = comment ? S("-->") : S(">");
            size_t n = str_find(rest, end) + end.n;
            if (!comment) buf_put(s->out, str_sub(rest, 0, n));
            s->at += n;
            continue;
        }
        tag t;
        if (!read_tag(s, &t)) return err_set(e, ERR_PAGE_BROKEN, "file", "single-file", "line", "0", "reason", "tag", NULL);
        if (!s->skip) put_tag(s, &t);
        else if (t.closes) s->skip--;
        else s->skip += !t.empty;
    }
    return ERR_NONE;
}

err_code single_file(buf *out, const single_options *o, str html, err *e) {
    single s = {.o = o, .out = out, .html = html};
    gather_css(&s);
    err_code code = filter(&s, e);
    buf_free(&s.css);
    return code;
}
