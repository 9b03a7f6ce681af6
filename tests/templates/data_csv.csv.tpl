{{! A comment. }}
{{t.pages.col.no}},{{t.pages.col.owner}},text
{{n}},{{share_pct}},{{text}}
{{quote}},{{full}},{{blank}}
{{css}},{{none}},{{a_url}}
{{#rows}}
{{id}},{{v}},{{n}}
{{/rows}}
