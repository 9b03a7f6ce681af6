
{{t.template.unclosed}}