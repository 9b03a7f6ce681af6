{{#inner}}{{t.template.unclosed}}{{/inner}}|{{t.template.unclosed}}|{{t.page.style}}
